import { Command, Query } from '@nestjs/cqrs';
import type { AskBackfill, BackfillStanding, PullStanding, SetPull } from '#channels';
import type { CommandContext, Outcome } from '#event-log';
import type { Rejection } from '#kernel';

/** Switches the pulling of a shop. */
export class OnPulls extends Command<Outcome> {
  constructor(
    readonly command: SetPull,
    readonly context: CommandContext,
  ) {
    super();
  }
}

export class BeginBackfill extends Command<BackfillStanding | Rejection> {
  constructor(readonly asked: AskBackfill) {
    super();
  }
}

export class AskPull extends Query<PullStanding | undefined> {
  constructor(
    readonly merchantId: string,
    readonly shopId: string,
  ) {
    super();
  }
}

export class AskBackfills extends Query<readonly BackfillStanding[] | undefined> {
  constructor(
    readonly merchantId: string,
    readonly shopId: string,
  ) {
    super();
  }
}
