import type { AuditQueries } from '#audit';
import type { FullNotice, Inbox } from '#channels';
import type { EventCodec, EventLog, Position } from '#event-log';
import { periodStream, type PeriodClosed } from '#periods';
import { entriesOf, type Reader } from '#projections';
import {
  LogFinder,
  explain,
  isKnown,
  sha256Of,
  type EventRole,
  type Explanation,
  type FoundEvent,
  type Given,
  type GivenEvent,
  type NoticeState,
} from '#provenance';
import type { Source, SourceAsked } from './source.js';
import { Problem } from '../http/problem.js';
import { Sources } from './sources.js';

export interface TraceAsked extends SourceAsked {
  /** The caller may see raw notices. */
  readonly seesNotices: boolean;
  /** Size of the tree and last position that are taken for sealed; those of the newest checkpoint unless said. */
  readonly sealed?: { readonly size: number; readonly position: Position } | undefined;
}

export interface Traced {
  readonly explanation: Explanation;
  /** In the order of the log. */
  readonly found: readonly FoundEvent[];
  /** Raw content of the notices that are as their digests say. */
  readonly notices: ReadonlyMap<string, Buffer>;
  readonly next?: string;
}

interface TracerParts {
  readonly log: EventLog;
  readonly codec: EventCodec;
  readonly reader: Reader;
  readonly audit: AuditQueries;
  readonly inbox: Pick<Inbox, 'show'>;
}

const NOTICES_AT_ONCE = 8;
const PRECEDENCE: readonly EventRole[] = ['entry', 'fact', 'cause', 'approval', 'closing'];
const MOVES_DAYS: ReadonlySet<string> = new Set(['PeriodClosed', 'PeriodReopened']);

/** Follows a number to its events, and those to whatever is behind them. */
export class Tracer {
  private readonly sources: Sources;

  constructor(private readonly parts: TracerParts) {
    this.sources = new Sources(parts.reader, () => parts.log.head());
  }

  /** The position of an event by its id. @throws Problem where it is not there, or not among the last ones of a log that finds no ids */
  async positionOf(id: string): Promise<Position> {
    const { audit, codec, log } = this.parts;
    const finder = new LogFinder(log, codec, audit.places);
    const position = await finder.positionOf(id, await log.head());
    if (position !== undefined) return position;
    const { lookedFrom } = finder;
    const detail = `This log finds no ids: it was looked through from ${lookedFrom ?? ''} on. Name the event by its position.`;
    throw Problem.of('NOT_FOUND', { ...(lookedFrom !== undefined && { detail }) });
  }

  /** @throws as `Sources.of` does */
  async trace(asked: TraceAsked): Promise<Traced> {
    const finder = new LogFinder(this.parts.log, this.parts.codec, this.parts.audit.places);
    const source = await this.narrowed(asked, await this.sources.of(asked, finder), finder);
    const roles = await this.roles(asked, source, finder);
    const found = [...roles.values()].map(({ one }) => one).sort(byPosition);
    const sealed = asked.sealed ?? (await this.parts.audit.checkpoint());
    const indexes = await this.parts.audit.places.indexesOf(found.map(({ event }) => event.position));
    const kept = asked.seesNotices ? await this.keptNotices(found) : undefined;
    const given = found.map(({ event: { metadata, position } }): GivenEvent => {
      const index = indexes.get(position) ?? null;
      const noticeState = metadata.notice ? stateOf(metadata.notice, kept) : null;
      return {
        position,
        role: roles.get(position)?.role ?? 'fact',
        index,
        sealed: position <= (sealed?.position ?? ''),
        noticeState,
      };
    });
    const { lookedFrom: causesFrom, noticeFrom } = finder;
    const explanation = explain(
      {
        ...givenBy(asked, source, given),
        ...(causesFrom !== undefined && { causesFrom }),
        ...(noticeFrom !== undefined && { noticeFrom }),
      },
      found.map(({ event }) => event),
    );
    return {
      explanation,
      found,
      notices: rawOf(found, kept),
      ...(source.next !== undefined && { next: source.next }),
    };
  }

  /** Of a report's cell, the events that count: on which day an entry is booked is known once closings are. */
  private async narrowed(asked: TraceAsked, source: Source, finder: LogFinder): Promise<Source> {
    if (asked.question.of !== 'report') return source;
    const closings = await this.closings(source.own, finder);
    const events = [...source.own, ...closings].map(({ event }) => event);
    const given = [...source.own.map(bare('entry')), ...closings.map(bare('closing'))];
    const { numbers } = explain(givenBy(asked, source, given), events);
    const counting = new Set(numbers.flatMap((number) => number.events));
    return { ...source, own: source.own.filter(({ event }) => counting.has(event.position)) };
  }

  /** Every event with the strongest of its roles. */
  private async roles(asked: TraceAsked, source: Source, finder: LogFinder) {
    const { facts, own } = source;
    const causes = await finder.causesOf([...own, ...facts].map(({ event }) => event));
    const corrections = [...own, ...facts, ...causes].filter(({ event }) => event.type === 'CorrectionApplied');
    const streams = [...new Set([...source.approvals, ...corrections.map(({ event }) => event.stream)])];
    const approvals = (await Promise.all(streams.map((stream) => finder.stream(stream)))).flat();
    const closings = await this.closings(own, finder);
    const proposals = await Promise.all(closings.map((closing) => proposalOf(closing, finder)));
    const byRole: Readonly<Record<EventRole, readonly FoundEvent[]>> = {
      entry: own,
      fact: facts,
      cause: causes,
      approval: [...approvals, ...(await this.ownProposals(own, finder)), ...proposals.flat()],
      closing: closings,
    };
    const roles = new Map<Position, { readonly role: EventRole; readonly one: FoundEvent }>();
    for (const role of PRECEDENCE)
      for (const one of byRole[role])
        if (!roles.has(one.event.position) && isKnown(one.event, asked.known)) roles.set(one.event.position, { role, one });
    return roles;
  }

  private async ownProposals(own: readonly FoundEvent[], finder: LogFinder): Promise<FoundEvent[]> {
    const closings = own.filter(({ event }) => MOVES_DAYS.has(event.type));
    return (await Promise.all(closings.map((one) => proposalOf(one, finder)))).flat();
  }

  /** Closings of merchants that moved the day of an entry, and what closed and opened months before. */
  private async closings(own: readonly FoundEvent[], finder: LogFinder): Promise<FoundEvent[]> {
    const booked = own.flatMap(({ event }) => entriesOf(event).map(({ businessDate, of }) => ({ event, businessDate, ...of })));
    const merchants = [...new Set(booked.map(({ merchant }) => merchant))];
    const moving = await Promise.all(
      merchants.map(async (merchant) => {
        const entries = booked.filter((one) => one.merchant === merchant);
        const last = entries.at(-1)?.event.position ?? '';
        const most = entries.reduce((latest, { event }) => (event.position > latest ? event.position : latest), last);
        const events = (await finder.stream(periodStream(merchant))).filter(
          ({ event }) => MOVES_DAYS.has(event.type) && event.position <= most,
        );
        const isMoved = events.some(({ event: { data, position } }) => {
          const { closedThrough } = data as PeriodClosed['data'];
          return entries.some(({ businessDate, event }) => position < event.position && businessDate <= closedThrough);
        });
        return isMoved ? events : [];
      }),
    );
    return moving.flat();
  }

  private async keptNotices(found: readonly FoundEvent[]): Promise<Map<string, FullNotice>> {
    const ids = [...new Set(found.flatMap(({ event }) => event.metadata.notice?.id ?? []))];
    const kept = new Map<string, FullNotice>();
    for (let at = 0; at < ids.length; at += NOTICES_AT_ONCE) {
      const notices = await Promise.all(ids.slice(at, at + NOTICES_AT_ONCE).map((id) => this.parts.inbox.show(id)));
      for (const notice of notices) if (notice) kept.set(notice.id, notice);
    }
    return kept;
  }
}

const byPosition = (a: FoundEvent, b: FoundEvent): number => (a.event.position < b.event.position ? -1 : 1);

const bare =
  (role: EventRole) =>
  ({ event: { position } }: FoundEvent): GivenEvent => ({ position, role, index: null, sealed: false, noticeState: null });

const givenBy = ({ known, question }: TraceAsked, source: Source, events: readonly GivenEvent[]): Given => {
  const { carried, position, stands, transactions, withdrawn } = source;
  return { question, known, position, carried, stands, withdrawn, ...(transactions && { transactions }), events };
};

/** What a closing or reopening carried out. */
async function proposalOf({ event }: FoundEvent, finder: LogFinder): Promise<FoundEvent[]> {
  const { digest } = event.data as PeriodClosed['data'];
  const before = (await finder.stream(event.stream)).filter((one) => one.event.position < event.position);
  return before.filter(
    (one) => (one.event.data as { readonly digest?: string }).digest === digest && !MOVES_DAYS.has(one.event.type),
  );
}

function stateOf(
  { digest, id }: { readonly id: string; readonly digest: string },
  kept: ReadonlyMap<string, FullNotice> | undefined,
): NoticeState {
  if (!kept) return 'unknown';
  const notice = kept.get(id);
  if (!notice) return 'gone';
  return sha256Of(notice.raw) === digest ? 'kept' : 'changed';
}

function rawOf(found: readonly FoundEvent[], kept: ReadonlyMap<string, FullNotice> = new Map()): Map<string, Buffer> {
  const raw = new Map<string, Buffer>();
  for (const { event } of found) {
    const { notice } = event.metadata;
    const one = notice && kept.get(notice.id);
    if (notice && one && sha256Of(one.raw) === notice.digest) raw.set(notice.id, one.raw);
  }
  return raw;
}
