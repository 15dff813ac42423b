import { START, type Position } from '#event-log';
import {
  FeeVariances,
  scheduleAt,
  varianceOf,
  type FeeSchedulesState,
  type MoneyTerms,
  type Variance,
  type VarianceRow,
} from '#fees';
import { businessDateOf, money, plusDays, startOfBusinessDate, type BusinessDate, type CutOff } from '#kernel';
import type { MerchantSetup } from '#merchants';
import type { Answer, Freshness, Reader } from '#projections';
import { charges, unmatchedFees, type Charge } from '#reports';
import { DOUYIN } from '../fees/past-charges.js';

export interface VarianceAsked extends Freshness {
  readonly merchant: string;
  /** First and last accounting day. */
  readonly from: BusinessDate;
  readonly to: BusinessDate;
  /** As known at: charges and statements as well as the schedules that they are held against. */
  readonly known?: Position | undefined;
}

/** A transaction with what it cost and should have cost. */
export interface ChargeCompared extends Charge, Variance {
  readonly businessDate: BusinessDate;
}

/** What channels charged beside the schedules in force, transaction by transaction. Undefined: there is no such merchant. */
export class FeeVarianceQueries {
  constructor(
    private readonly terms: MoneyTerms,
    private readonly setup: MerchantSetup,
    private readonly reader: Reader,
  ) {}

  async sums(asked: VarianceAsked): Promise<Answer<VarianceRow[]> | undefined> {
    const transactions = await this.transactions(asked);
    if (!transactions) return undefined;
    const variances = new FeeVariances();
    let position: Position = asked.known ?? START;
    for await (const page of transactions()) {
      position = page.position;
      for (const charge of page.data) variances.add(charge, toldOf(charge), charge);
    }
    for (const { billDate, channel, method, ...unmatched } of await unmatchedFees(this.reader, asked))
      variances.addUnmatched({ businessDate: billDate as BusinessDate, channel, method }, unmatched);
    return { position, data: variances.rows() };
  }

  /** One by one, by time: never more than a page in memory. The schedules are read once, however often it is gone through. */
  async transactions(asked: VarianceAsked): Promise<(() => AsyncIterable<Answer<ChargeCompared[]>>) | undefined> {
    const cutOff = await this.cutOffOf(asked.merchant);
    const agreed = new Map<string, FeeSchedulesState>();
    return cutOff === undefined ? undefined : () => this.compared(asked, cutOff, agreed);
  }

  private async *compared(
    asked: VarianceAsked,
    cutOff: CutOff,
    agreed: Map<string, FeeSchedulesState>,
  ): AsyncGenerator<Answer<ChargeCompared[]>> {
    const { merchant, from, to, known, minPosition } = asked;
    const span = { from: startOfBusinessDate(from, cutOff), before: startOfBusinessDate(plusDays(to, 1), cutOff) };
    for await (const { position, data } of charges(this.reader, { merchant, ...span, known, minPosition })) {
      for (const { channel } of data)
        if (!agreed.has(channel)) agreed.set(channel, await this.terms.schedules(merchant, channel, known));
      const priced = data.filter(({ kind }) => kind !== 'order' || agreed.get(DOUYIN)?.schedules.size !== 0);
      yield {
        position: known ?? position,
        data: priced.map((charge) => comparedWith(agreed.get(charge.channel), charge, cutOff)),
      };
    }
  }

  private async cutOffOf(merchant: string): Promise<CutOff | undefined> {
    return (await this.setup.merchant(merchant)).state.registered?.cutOff;
  }
}

const toldOf = ({ method, product, cardType, amount, refunded, charged }: Charge): Parameters<typeof varianceOf>[1] => ({
  method,
  product,
  cardType,
  amount: money(amount),
  refunded: money(refunded),
  charged,
});

function comparedWith(schedules: FeeSchedulesState | undefined, charge: Charge, cutOff: CutOff): ChargeCompared {
  const schedule = schedules && scheduleAt(schedules, charge.at);
  return { businessDate: businessDateOf(charge.at, cutOff), ...charge, ...varianceOf(schedule, toldOf(charge)) };
}
