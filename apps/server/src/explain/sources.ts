import type { Position, StoredEvent } from '#event-log';
import { accounts } from '#kernel';
import { BalanceQueries, GeneralLedgerQuery, LinesBehindQuery, PayoutQuery } from '#ledger';
import { OrderQueries, orderStream, type OrderEvent, type Withdrawn } from '#orders';
import { PaymentQueries, paymentStream } from '#payments';
import { freshEnough, standingOf, type Reader } from '#projections';
import { isKnown, streamOfItem, type FoundEvent, type LogFinder, type Question } from '#provenance';
import { MatchCaseQueries, matchStream, type MatchStanding } from '#reconciliation';
import { SettlementQueries } from '#settlements';
import { correctionStream } from '#corrections';
import { withdrawnOf } from '../orders/waterfall.js';
import { Problem } from '../http/problem.js';
import { CellEvents } from './cell-events.js';
import type { Source, SourceAsked } from './source.js';

/** A movement of an order's shop account names it seldom more than a few times. */
const MOVEMENTS_AT_MOST = 500;
const NOTHING: Pick<Source, 'facts' | 'approvals' | 'carried' | 'stands' | 'withdrawn'> = {
  facts: [],
  approvals: [],
  carried: 0,
  stands: {},
  withdrawn: null,
};

/** Where the events of each kind of number are found. */
export class Sources {
  private readonly cells: CellEvents;

  constructor(
    private readonly reader: Reader,
    private readonly head: () => Promise<Position>,
  ) {
    this.cells = new CellEvents(reader);
  }

  /** @throws Problem where there is nothing of the sort, InvalidCursor, ProjectionBehind */
  async of(asked: SourceAsked, finder: LogFinder): Promise<Source> {
    const { question } = asked;
    switch (question.of) {
      case 'account':
        return this.account(question, asked, finder);
      case 'report':
        return { ...NOTHING, ...(await this.cells.of(question.cell, asked, finder)) };
      case 'order':
        return this.order(question.orderId, asked, finder);
      case 'payment':
        return this.payment(question.paymentId, asked, finder);
      case 'match':
        return this.match(question.caseId, asked, finder);
      case 'event':
        return this.event(question.position, asked, finder);
      case 'notice':
        return this.notice(question.digest, asked, finder);
    }
  }

  /** Lines and balance out of one snapshot, so that both stand at one place of the log. */
  private async account(
    { account, currency, effective }: Extract<Question, { of: 'account' }>,
    { cursor, known, limit, minPosition }: SourceAsked,
    finder: LogFinder,
  ): Promise<Source> {
    const times = { effective, known: known ?? undefined };
    await new GeneralLedgerQuery(this.reader).standing(freshEnough(times, { minPosition }));
    const { balance, page } = await this.reader.snapshot(async (frozen) => ({
      balance: await new BalanceQueries(frozen).one({ account, currency, times }),
      page: await new LinesBehindQuery(frozen).account({ account, currency, times, limit, cursor }),
    }));
    if (!balance.data) throw Problem.of('NOT_FOUND');
    const { carried, data, next, position } = page;
    // What an older page comes to, no read model says.
    const stands: Source['stands'] = cursor === undefined ? { balance: balance.data.balance } : {};
    const own = await finder.named(data);
    return { ...NOTHING, own, carried, stands, position: known ?? position, ...(next !== undefined && { next }) };
  }

  private async order(orderId: string, asked: SourceAsked, finder: LogFinder): Promise<Source> {
    const { known } = asked;
    const { own, bound } = await this.ofStream(orderStream(orderId), known, finder);
    const minPosition = later(later(asked.minPosition, known ?? undefined), own.at(-1)?.event.position);
    const [moved, { data: details }] = await Promise.all([
      new SettlementQueries(this.reader).list({ kind: 'douyin_movement', orderId, limit: MOVEMENTS_AT_MOST, minPosition }),
      new OrderQueries(this.reader).byId(orderId, { minPosition }),
    ]);
    const movements = await Promise.all(moved.data.map(({ stream }) => finder.stream(stream)));
    const withdrawn = await this.withdrawnOf(own, bound, minPosition);
    const paidOut = await finder.named(withdrawn.events);
    const isNow = details && known === null && details.revision === own.at(-1)?.event.revision;
    const stands = isNow ? { paid: details.paid, refunds: 0 - details.refunded, subsidies: details.subsidy } : {};
    const facts = [...movements.flat().filter(({ event }) => isKnown(event, bound)), ...paidOut];
    return { ...NOTHING, own, facts, stands, withdrawn, position: bound };
  }

  private async withdrawnOf(
    own: readonly FoundEvent[],
    bound: Position,
    minPosition: Position | undefined,
  ): Promise<Withdrawn> {
    const { shopId } = (own.at(-1)?.event as StoredEvent<OrderEvent['data']>).data.standing;
    const { data } = await new PayoutQuery(this.reader).queue({
      account: accounts.douyinAccount(shopId),
      transit: accounts.payoutInTransit('douyin', shopId),
      positions: own.map(({ event }) => event.position),
      minPosition,
    });
    return withdrawnOf(data.filter((line) => isKnown(line, bound)));
  }

  private async payment(paymentId: string, asked: SourceAsked, finder: LogFinder): Promise<Source> {
    const { known } = asked;
    const { own, bound } = await this.ofStream(paymentStream(paymentId), known, finder);
    const minPosition = later(asked.minPosition, own.at(-1)?.event.position);
    const { data } = await new PaymentQueries(this.reader).byId(paymentId, { minPosition });
    const isNow = data && known === null && data.revision === own.at(-1)?.event.revision;
    const stands: Source['stands'] = isNow
      ? { authorized: data.authorized, held: data.held, captured: data.captured, refunded: data.refunded }
      : {};
    return { ...NOTHING, own, stands, position: bound };
  }

  private async match(caseId: string, asked: SourceAsked, finder: LogFinder): Promise<Source> {
    const { known } = asked;
    const { own, bound } = await this.ofStream(matchStream(caseId), known, finder);
    const last = own.at(-1)?.event as StoredEvent;
    const { decided, items } = standingOf(last) as MatchStanding;
    const streams = [...new Set(items.map(streamOfItem))];
    const told = await Promise.all(streams.map((stream) => finder.stream(stream)));
    const facts = told.flatMap((events) => events.filter(({ event }) => event.position <= last.position).slice(-1));
    const minPosition = later(asked.minPosition, last.position);
    const { data } = await new MatchCaseQueries(this.reader).byId(caseId, { minPosition });
    const isNow = data && known === null && data.revision === last.revision;
    const { difference, ledgerIn, ledgerOut, statementIn, statementOut } = data ?? {};
    const stands = isNow ? { difference, ledgerIn, ledgerOut, statementIn, statementOut } : {};
    const approvals = decided?.correctionId === undefined ? [] : [correctionStream(decided.correctionId)];
    return { ...NOTHING, own, facts, approvals, stands: stands as Source['stands'], position: bound };
  }

  private async event(position: Position, { known }: SourceAsked, finder: LogFinder): Promise<Source> {
    const found = await finder.at(position);
    if (!found || !isKnown(found.event, known)) throw Problem.of('NOT_FOUND');
    return { ...NOTHING, own: [found], position: known ?? position };
  }

  private async notice(digest: string, { known }: SourceAsked, finder: LogFinder): Promise<Source> {
    const position = known ?? (await this.head());
    const own = await finder.ofNotice(digest, position);
    if (own.length > 0) return { ...NOTHING, own, position };
    const { noticeFrom } = finder;
    const detail = `This log finds no notices: it was looked through from ${noticeFrom ?? ''} on.`;
    throw Problem.of('NOT_FOUND', { ...(noticeFrom !== undefined && { detail }) });
  }

  /** What was known of a stream. @throws Problem where nothing was */
  private async ofStream(stream: string, known: Position | null, finder: LogFinder) {
    const bound = known ?? (await this.head());
    const own = (await finder.stream(stream)).filter(({ event }) => isKnown(event, bound));
    if (own.length === 0) throw Problem.of('NOT_FOUND');
    return { own, bound };
  }
}

const later = (one: Position | undefined, other: Position | undefined): Position | undefined =>
  one === undefined || (other !== undefined && other > one) ? other : one;
