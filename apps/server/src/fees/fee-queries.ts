import { START, type Position } from '#event-log';
import {
  FEE_REJECTIONS,
  FeeReplay,
  destinationAt,
  expectedSettlementDate,
  refusalOfTerms,
  scheduleAt,
  termsAt,
  type Calendar,
  type Destination,
  type DestinationsState,
  type FeeSchedulesState,
  type FeeTerms,
  type MoneyTerms,
  type TermsOf,
  type TermsView,
} from '#fees';
import {
  businessDateOf,
  plusDays,
  rejecter,
  startOfBusinessDate,
  type BusinessDate,
  type CutOff,
  type Instant,
  type Rejection,
} from '#kernel';
import type { MerchantSetup } from '#merchants';
import { undatedOrders, type UndatedOrders } from '#orders';
import type { Answer, Freshness, Reader } from '#projections';
import { DOUYIN, pastCharges } from './past-charges.js';

const rejectTerms = rejecter(FEE_REJECTIONS);
const NONE: UndatedOrders = { count: 0, amount: 0 };

export interface Span extends Freshness {
  /** First and last accounting day of the merchant. */
  readonly from: BusinessDate;
  readonly to: BusinessDate;
}

/** What a replay came to. */
export interface Replayed {
  readonly replay: FeeReplay;
  /** Settled orders without a time, which no span holds. */
  readonly undatedOrders: UndatedOrders;
}

/** When what was collected at a moment is paid out, and where to. */
export interface ExpectedSettlement {
  readonly destination: Destination;
  readonly businessDate: BusinessDate;
  readonly expectedOn: BusinessDate;
}

export interface Proposal extends FeeTerms {
  readonly channel: string;
}

/** Answers on what is agreed on money, and on what it comes to for payments and orders. Undefined: there is no such thing. */
export class FeeQueries {
  constructor(
    private readonly terms: MoneyTerms,
    private readonly setup: MerchantSetup,
    private readonly reader: Reader,
  ) {}

  async schedules(merchantId: string, channel: string): Promise<FeeSchedulesState | undefined> {
    return (await this.cutOffOf(merchantId)) === undefined ? undefined : this.terms.schedules(merchantId, channel);
  }

  async destinations(merchantId: string, channel: string, merchantNo: string): Promise<DestinationsState | undefined> {
    const state = await this.terms.destinations(channel, merchantNo);
    return state.merchantId === merchantId ? state : undefined;
  }

  async settlementOf(
    { merchantId, channel, merchantNo }: { readonly merchantId: string; readonly channel: string; readonly merchantNo: string },
    at: Instant,
  ): Promise<ExpectedSettlement | Rejection | undefined> {
    const state = await this.destinations(merchantId, channel, merchantNo);
    const destination = state && destinationAt(state, at);
    if (!destination) return undefined;
    const businessDate = businessDateOf(at, destination.cutOff);
    const expected = expectedSettlementDate(businessDate, destination.cycle, await this.terms.calendar());
    if ('missingYear' in expected) return rejectTerms('CALENDAR_YEAR_MISSING', { year: expected.missingYear });
    return { destination, businessDate, expectedOn: expected.on };
  }

  async termsOf(merchantId: string, at: Instant): Promise<TermsView[] | undefined> {
    return (await this.cutOffOf(merchantId)) === undefined ? undefined : termsAt(await this.terms.terms(merchantId), at);
  }

  calendar(): Promise<Calendar> {
    return this.terms.calendar();
  }

  /** Fees by the schedules in force. */
  async expected(merchantId: string, span: Span): Promise<Answer<Replayed> | undefined> {
    return this.replay(merchantId, span, undefined);
  }

  /** Fees by the schedules in force, and by a proposal, for the channels of the proposal. Writes nothing. */
  async simulate(
    merchantId: string,
    span: Span,
    proposals: readonly Proposal[],
  ): Promise<Answer<Replayed> | Rejection | undefined> {
    const refusal = proposals.map(refusalOfTerms).find((found) => found !== undefined);
    return refusal ?? this.replay(merchantId, span, new Map(proposals.map((proposal) => [proposal.channel, proposal])));
  }

  private async replay(
    merchantId: string,
    { from, to, minPosition }: Span,
    proposals: ReadonlyMap<string, FeeTerms> | undefined,
  ): Promise<Answer<Replayed> | undefined> {
    const cutOff = await this.cutOffOf(merchantId);
    if (cutOff === undefined) return undefined;
    const before = startOfBusinessDate(plusDays(to, 1), cutOff);
    const span = { merchant: merchantId, from: startOfBusinessDate(from, cutOff), before, minPosition };
    const known = new Map<string, FeeSchedulesState>();
    const inForce: TermsOf = (channel, at) => {
      const schedules = known.get(channel);
      return schedules && scheduleAt(schedules, at);
    };
    const replay = new FeeReplay(inForce, (channel) => proposals?.get(channel));
    const channels = proposals && new Set(proposals.keys());
    const positions: Position[] = [];
    for await (const { position, data } of pastCharges(this.reader, { ...span, channels })) {
      positions.push(position);
      await this.learn(merchantId, data, known);
      for (const charge of data) replay.add(charge);
    }
    const isOfOrders = channels?.has(DOUYIN) ?? true;
    const undated = isOfOrders ? await undatedOrders(this.reader, merchantId) : NONE;
    return { position: positions.sort()[0] ?? START, data: { replay, undatedOrders: undated } };
  }

  /** Schedules of channels that were not met before. */
  private async learn(
    merchantId: string,
    charges: readonly { readonly channel: string }[],
    known: Map<string, FeeSchedulesState>,
  ): Promise<void> {
    for (const { channel } of charges) {
      if (!known.has(channel)) known.set(channel, await this.terms.schedules(merchantId, channel));
    }
  }

  private async cutOffOf(merchantId: string): Promise<CutOff | undefined> {
    return (await this.setup.merchant(merchantId)).state.registered?.cutOff;
  }
}
