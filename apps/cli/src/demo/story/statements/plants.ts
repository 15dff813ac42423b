import { MINUTE_MS, SECOND_MS, clock, dateText } from '../moments.js';
import type { ChannelNumbers, ChannelRow } from './channel-row.js';
import type { Payout } from './payouts.js';

/** What is not as it should be, and what reconciliation ought to make of it. */
export interface Planted {
  /** Of its case: what is explained leaves it matched. */
  readonly outcome: 'difference' | 'matched' | 'proposed' | 'suspended';
  /** Absent where there is no difference (yet). */
  readonly class?: 'surplus' | 'shortage' | 'amount' | 'status' | 'fee' | 'date' | 'duplicate' | 'net';
  readonly cause?: string;
  readonly channel: string;
  /** Statement less ours, as the merchant's money. 分 */
  readonly amount: number;
  /** By which numbers the item at fault is found. */
  readonly where: ChannelNumbers;
}

export interface Truth {
  readonly rows: readonly ChannelRow[];
  /** Those of the rows that nothing else befalls: paid and kept. */
  readonly plain: readonly ChannelRow[];
  /** Payments that acquirers took, and told nobody the end of. */
  readonly untold: readonly ChannelRow[];
  /** What channels paid to the bank. */
  readonly payouts: readonly Payout[];
}

/** What channels and the bank say of it. */
export interface Told {
  readonly rows: readonly ChannelRow[];
  readonly credits: readonly Payout[];
  readonly planted: readonly Planted[];
  /** What was taken, and nobody told. */
  readonly untold: ChannelRow;
}

/** The truth with one fault of every class, and those that no seed can do without: each in a transaction of its own. */
export function withPlants({ rows, plain, untold, payouts }: Truth): Told {
  const bench = new Bench(rows, plain, payouts);
  const [untoldPayment] = untold.filter(({ channel }) => channel === 'allinpay');
  if (!untoldPayment) throw new RangeError('no payment is untold');
  bench.knowsMore(untoldPayment);
  bench.lacks(bench.victim('lakala', 'card'));
  bench.saysLess(bench.victim('alipay'), 1000);
  bench.undoes(bench.victim('wechat'));
  bench.chargesMore(bench.victim('shouqianba'), DEARER_PPM);
  bench.hidesNumbers(bench.victim('lakala', 'card'));
  bench.takesTwice(bench.victim('lakala', 'card'));
  bench.isLate('unionpay');
  bench.paysLess('unionpay', 5000);
  return { ...bench.told, untold: untoldPayment };
}

/** 0.6 % where 0.38 % was agreed. */
const DEARER_PPM = 6000;
const MILLION = 1_000_000;

class Bench {
  private readonly rows: ChannelRow[];
  private readonly credits: Payout[];
  private readonly planted: Planted[] = [];
  private readonly spent = new Set<ChannelRow>();

  constructor(
    rows: readonly ChannelRow[],
    private readonly plain: readonly ChannelRow[],
    payouts: readonly Payout[],
  ) {
    this.rows = [...rows];
    this.credits = [...payouts];
  }

  get told(): Omit<Told, 'untold'> {
    const { rows, credits, planted } = this;
    return { rows, credits, planted };
  }

  /** A payment of the trading day, hours before the cut-off, that no other plant has. @throws RangeError where none is left */
  victim(channel: string, method?: string): ChannelRow {
    const found = this.plain.find(
      (row) =>
        row.channel === channel && row.method === (method ?? row.method) && row.at < clock('22:00') && !this.spent.has(row),
    );
    if (!found) throw new RangeError(`no payment of ${channel} is left`);
    this.spent.add(found);
    return found;
  }

  /** 长款 */
  knowsMore(row: ChannelRow): void {
    this.rows.push(row);
    this.plant(row, { outcome: 'difference', class: 'surplus', cause: 'NOT_TOLD', amount: row.amount });
  }

  /** 短款 */
  lacks(row: ChannelRow): void {
    this.replace(row);
    this.plant(row, { outcome: 'difference', class: 'shortage', cause: 'NOT_ON_STATEMENT', amount: -row.amount });
  }

  saysLess(row: ChannelRow, by: number): void {
    this.replace(row, { ...row, amount: row.amount - by });
    this.plant(row, { outcome: 'difference', class: 'amount', cause: 'UNEXPLAINED', amount: -by });
  }

  /** The channel took it back, and told nobody. */
  undoes(row: ChannelRow): void {
    const { tradeNo, orderNo } = row.numbers;
    const numbers = { ...row.numbers, tradeNo: `${tradeNo}R`, originalTradeNo: tradeNo, originalOrderNo: orderNo };
    this.rows.push({ ...row, kind: 'reversal', at: row.at + 5 * MINUTE_MS, fee: 0 - row.fee, numbers });
    this.plant(row, { outcome: 'difference', class: 'status', cause: 'UNDONE_AT_CHANNEL', amount: -row.amount });
  }

  chargesMore(row: ChannelRow, ratePpm: number): void {
    const fee = Math.round((row.amount * ratePpm) / MILLION);
    this.replace(row, { ...row, fee });
    this.plant(row, { outcome: 'difference', class: 'fee', cause: 'RATE_DIFFERS', amount: row.fee - fee });
  }

  /** One slip, charged twice within a minute. */
  takesTwice(row: ChannelRow): void {
    const second = { ...row, at: row.at + 40 * SECOND_MS, numbers: { ...row.numbers, tradeNo: `${row.numbers.tradeNo}9` } };
    this.rows.push(second);
    this.plant(second, { outcome: 'difference', class: 'duplicate', cause: 'CHARGED_TWICE', amount: row.amount });
  }

  /** Of a card, whose own numbers with the channel we are not told: only amount and time can tell which it is. */
  hidesNumbers(row: ChannelRow): void {
    const { tradeNo, orderNo } = row.numbers;
    const hidden = { ...row, at: row.at + 2 * MINUTE_MS, numbers: { tradeNo: `8${tradeNo}`, orderNo: `8${orderNo}` } };
    this.replace(row, hidden);
    this.plant(hidden, { outcome: 'proposed', amount: 0 });
  }

  /** 存疑: of the last day, whose statement has others, and not on it. @throws RangeError where there are no others */
  isLate(channel: string): void {
    const own = this.rows.filter((row) => row.channel === channel);
    const [last, another] = own.toSorted((a, b) => b.at - a.at);
    if (!last || !another || dateText(last.at) !== dateText(another.at))
      throw new RangeError(`${channel} ends with one payment`);
    this.replace(last);
    this.plant(last, { outcome: 'suspended', amount: -last.amount });
  }

  paysLess(channel: string, by: number): void {
    const index = this.credits.findIndex((credit) => credit.channel === channel && credit.net > by);
    const credit = this.credits[index];
    if (!credit) throw new RangeError(`${channel} paid nothing out`);
    this.credits[index] = { ...credit, net: credit.net - by };
    const where = { tradeNo: credit.reference, orderNo: credit.reference };
    this.planted.push({ outcome: 'difference', class: 'net', cause: 'UNEXPLAINED', channel: 'bank', amount: -by, where });
  }

  private replace(row: ChannelRow, ...by: readonly ChannelRow[]): void {
    const index = this.rows.indexOf(row);
    if (index < 0) throw new RangeError('only rows of a statement can be replaced');
    this.rows.splice(index, 1, ...by);
  }

  private plant({ channel, numbers: where }: ChannelRow, what: Omit<Planted, 'channel' | 'where'>): void {
    this.planted.push({ ...what, channel, where });
  }
}
