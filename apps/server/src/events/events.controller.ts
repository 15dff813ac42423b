import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { START } from '#event-log';
import { Access } from '../http/access.js';
import { OptionalCount, OptionalField, POSITION } from '../http/fields.js';
import { Answers, BOOLEAN, STRING, listOf, record } from '../http/schemas.js';
import { EventFeed, type FeedPage } from './event-feed.js';
import { EVENT } from './event-view.js';

export class FeedQuery {
  /** Continue after this position; from the beginning unless said. */
  @OptionalField(POSITION)
  after?: string;
  @OptionalCount(1_000, 'events at most; 100 unless said')
  limit?: number;
}

export class StreamQuery {
  @OptionalField(POSITION)
  after?: string;
}

const PAGE = record<FeedPage>({ position: STRING, data: listOf(EVENT), caughtUp: BOOLEAN });
const DEFAULT_LIMIT = 100;

@ApiTags('events')
@Controller('v1/events')
export class EventsController {
  constructor(private readonly feed: EventFeed) {}

  @Get()
  @Access('read', { recorded: 'unless-of-accesses' })
  @Answers('The event feed: every event in the order of the log. Pass position as after for what comes next.', PAGE)
  page(@Query() { after = START, limit = DEFAULT_LIMIT }: FeedQuery): Promise<FeedPage> {
    return this.feed.page(after, limit);
  }

  @Get('stream')
  @Access('read')
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'position seen last; goes before after', schema: STRING })
  @Answers('The same as server-sent events, without end: id is the position, data the event.', STRING, 200, 'text/event-stream')
  stream(@Query() { after = START }: StreamQuery, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const lastSeen = request.headers['last-event-id'];
    const from = typeof lastSeen === 'string' && POSITION.holds(lastSeen) ? lastSeen : after;
    void reply
      .header('Cache-Control', 'no-store')
      .type('text/event-stream')
      .send(this.feed.stream(from, () => request.isStillAllowed()));
  }
}
