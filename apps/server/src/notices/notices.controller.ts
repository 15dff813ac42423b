import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { isNoticeId, type NoticeStatus } from '#channels';
import { isRejection } from '#kernel';
import { cursorOf, cursorParts } from '#projections';
import { Access } from '../http/access.js';
import { CURSOR, Field, OptionalCount, OptionalField, oneOf } from '../http/fields.js';
import { Problem } from '../http/problem.js';
import { DEFAULT_LIMIT, PAGE_LIMIT } from '../http/queries.js';
import { Answers, STRING, listOf, record } from '../http/schemas.js';
import { AskNotice, AskNotices, ReplayNotice } from './notices.bus.js';
import {
  FULL_NOTICE,
  NOTICE,
  NOTICE_STATUSES,
  REPLAY,
  fullViewOf,
  replayViewOf,
  viewOf,
  type FullNoticeView,
  type NoticeView,
  type ReplayView,
} from './notices.view.js';

export class NoticePath {
  @Field({
    name: 'noticeId',
    schema: { type: 'string', examples: ['ntc_0f3c…'] },
    says: 'must be an id like ntc_…',
    holds: (value) => typeof value === 'string' && isNoticeId(value),
  })
  id!: `ntc_${string}`;
}

export class NoticesQuery {
  @OptionalField(oneOf(NOTICE_STATUSES))
  status?: NoticeStatus;
  @OptionalCount(PAGE_LIMIT, `rows at most; ${String(DEFAULT_LIMIT)} unless said`)
  limit?: number;
  @OptionalField(CURSOR)
  cursor?: string;
}

interface NoticeList {
  readonly data: readonly NoticeView[];
  readonly next?: string;
}

const PAGE = record<NoticeList>({ data: listOf(NOTICE), next: STRING }, ['next']);

@ApiTags('notices')
@Controller('v1/notices')
export class NoticesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Access('notices')
  @Answers('What the outside sent, newest first; status=parked is what waits for a person.', PAGE)
  async list(@Query() { status, limit = DEFAULT_LIMIT, cursor }: NoticesQuery): Promise<NoticeList> {
    const after = cursor === undefined ? undefined : Number(cursorParts(cursor, 1)[0]);
    if (after !== undefined && !Number.isSafeInteger(after)) throw Problem.of('CURSOR_INVALID');
    const asked = { limit, ...(status && { status }), ...(after !== undefined && { after }) };
    const { notices, next } = await this.queries.execute(new AskNotices(asked));
    return { data: notices.map(viewOf), ...(next !== undefined && { next: cursorOf(String(next)) }) };
  }

  @Get(':id')
  @Access('notices')
  @Answers('One notice with its raw content.', FULL_NOTICE)
  async one(@Param() { id }: NoticePath): Promise<FullNoticeView> {
    const notice = await this.queries.execute(new AskNotice(id));
    if (!notice) throw Problem.of('NOT_FOUND');
    return fullViewOf(notice);
  }

  @Post(':id/replay')
  @HttpCode(200)
  @Access('replay')
  @Answers('Applies a parked notice again, after its cause was mended.', REPLAY)
  async replay(@Param() { id }: NoticePath): Promise<ReplayView> {
    const taken = await this.commands.execute(new ReplayNotice(id));
    if (isRejection(taken)) throw Problem.ofRejection(taken);
    return replayViewOf(taken);
  }
}
