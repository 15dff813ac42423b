import { Command, Query } from '@nestjs/cqrs';
import type { FullNotice, Inbox, NoticeId, NoticePage, Taken } from '#channels';
import type { Rejection } from '#kernel';

export type NoticesAsked = Parameters<Inbox['list']>[0];

export class AskNotices extends Query<NoticePage> {
  constructor(readonly asked: NoticesAsked) {
    super();
  }
}

export class AskNotice extends Query<FullNotice | undefined> {
  constructor(readonly id: NoticeId) {
    super();
  }
}

/** Applies a parked notice again. */
export class ReplayNotice extends Command<Taken | Rejection> {
  constructor(readonly id: NoticeId) {
    super();
  }
}
