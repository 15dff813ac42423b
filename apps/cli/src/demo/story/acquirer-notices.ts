import { money } from '#kernel';
import { agreedFee, feeBack } from './agreed-fees.js';
import { DEMO_ACQUIRERS, type Cast, type DemoAcquirer } from './cast.js';
import { DAY_MS, MINUTE_MS, SECOND_MS, clock, compactTime } from './moments.js';
import type { PaymentOutcome } from './payment-teller.js';
import { Random } from './random.js';
import type { ChannelRow } from './statements/channel-row.js';
import type { Step } from './step.js';

export interface ToldNotices {
  readonly steps: readonly Step[];
  readonly payments: readonly PaymentOutcome[];
  /** What the statements of the acquirers have of them. */
  readonly channelRows: readonly ChannelRow[];
  /** Those of them that nothing else befalls. */
  readonly plain: readonly ChannelRow[];
  /** Of those that no notice told the end of, were they paid. */
  readonly untold: readonly ChannelRow[];
  /** Ids of payments that only notices without an end told of: the ledger knows none of them. */
  readonly open: readonly string[];
}

/** How a payment that an acquirer tells of fares; all of them in turn. Only what is final moves money. */
export const NOTICED_LIVES = ['paid', 'paid_twice_told', 'refunded', 'failed', 'open', 'voided'] as const;
type NoticedLife = (typeof NOTICED_LIVES)[number];

/** Payments by code that aggregated acquirers tell of by notices; `count` each. */
export function tellNotices(cast: Cast, count: number): ToldNotices {
  const told = DEMO_ACQUIRERS.flatMap((acquirer) =>
    Array.from({ length: count }, (_, index) => {
      const life = NOTICED_LIVES[index % NOTICED_LIVES.length] ?? 'open';
      const payment = new NoticedTeller({ cast, acquirer, index });
      COURSES[life](payment);
      return { life, payment, channelRows: payment.channelRows };
    }),
  );
  const isOpen = ({ life }: { readonly life: NoticedLife }): boolean => life === 'open';
  return {
    steps: told.flatMap(({ payment }) => payment.steps),
    payments: told.filter((each) => !isOpen(each)).map(({ payment }) => payment.outcome),
    channelRows: told.flatMap(({ channelRows }) => channelRows),
    plain: told.filter(({ life }) => life === 'paid').flatMap(({ channelRows }) => channelRows),
    untold: told.filter(isOpen).map(({ payment }) => payment.paid),
    open: told.filter(isOpen).map(({ payment }) => payment.outcome.paymentId),
  };
}

type Fields = Readonly<Record<string, string>>;

/** What a notice says happened, and when. 分 */
interface Happened {
  readonly what: 'open' | 'paid' | 'failed' | 'refunded' | 'voided';
  readonly at: number;
  readonly amount: number;
}

/** Numbers that one payment goes by. */
interface Numbers {
  readonly cast: Cast;
  /** The acquirer's own. */
  readonly tradeNo: string;
  /** Of what gives it back. */
  readonly refundNo: string;
  /** Ours. */
  readonly orderNo: string;
  /** The wallet's. */
  readonly walletNo: string;
}

/** Each acquirer's own words, amounts as text in 分. */
const WORDED: Readonly<Record<DemoAcquirer, (happened: Happened, numbers: Numbers) => Fields>> = {
  shouqianba: ({ what, at, amount }, { cast, tradeNo, refundNo, orderNo, walletNo }) => ({
    sn: tradeNo,
    client_sn: orderNo,
    order_status: { open: 'CREATED', paid: 'PAID', failed: 'PAY_CANCELED', refunded: 'PARTIAL_REFUNDED', voided: 'CANCELED' }[
      what
    ],
    payway: '3',
    terminal_sn: cast.accounts.shouqianba.accountId,
    trade_no: walletNo,
    ...(what === 'refunded'
      ? { refund_request_no: refundNo, refund_amount: String(amount) }
      : { total_amount: String(amount) }),
    finish_time: String(at),
  }),
  lakala: ({ what, at, amount }, { cast, tradeNo, refundNo, orderNo, walletNo }) => {
    const givesBack = what === 'refunded' || what === 'voided';
    const [kind, state] = LAKALA_WORDS[what];
    return {
      merchant_no: cast.accounts.lakala.merchantNo,
      out_trade_no: orderNo,
      trade_no: givesBack ? refundNo : tradeNo,
      ...(givesBack && { origin_trade_no: tradeNo }),
      trade_main_type: kind,
      trade_state: state,
      ...(what === 'refunded' ? { refund_amount: String(amount) } : { total_amount: String(amount) }),
      account_type: 'WECHAT',
      acc_trade_no: walletNo,
      trade_time: compactTime(at),
    };
  },
  allinpay: ({ what, at, amount }, { cast, tradeNo, refundNo, orderNo, walletNo }) => {
    const givesBack = what === 'refunded' || what === 'voided';
    const { accountId, merchantNo } = cast.accounts.allinpay;
    return {
      appid: accountId,
      cusid: merchantNo,
      trxid: givesBack ? refundNo : tradeNo,
      ...(givesBack && { srctrxid: tradeNo }),
      trxcode: what === 'refunded' ? 'VSP503' : what === 'voided' ? 'VSP502' : 'VSP501',
      trxstatus: { open: '2008', paid: '0000', failed: '3008', refunded: '0000', voided: '0000' }[what],
      trxamt: String(amount),
      paytime: compactTime(at),
      chnltrxid: walletNo,
      cusorderid: orderNo,
      trxremark: '合账示例',
    };
  },
};

const LAKALA_WORDS = {
  open: ['MICROPAY', 'DEAL'],
  paid: ['MICROPAY', 'SUCCESS'],
  failed: ['MICROPAY', 'FAIL'],
  refunded: ['REFUND', 'SUCCESS'],
  voided: ['CANCEL', 'SUCCESS'],
} as const;

/** That all of them were paid with. */
const METHOD = 'wechat';

/** What ends each one's retries. */
const ANSWERS: Readonly<Record<DemoAcquirer, string>> = { shouqianba: 'success', lakala: 'SUCCESS', allinpay: 'success' };

interface NoticedPlan {
  readonly cast: Cast;
  readonly acquirer: DemoAcquirer;
  readonly index: number;
}

/** Tells one payment, notice by notice. Times are ms since it was asked for. */
class NoticedTeller {
  readonly steps: Step[] = [];
  private readonly askedAt: number;
  private readonly amount: number;
  private readonly numbers: Numbers;
  private captured = 0;
  private refunded = 0;

  constructor(private readonly plan: NoticedPlan) {
    const { cast, acquirer, index } = plan;
    const random = new Random(cast.tale, acquirer, index);
    this.askedAt = clock('09:30') + random.between(0, 12 * 60 * 60) * SECOND_MS;
    this.amount = random.between(10, 300) * 100 + random.pick([0, 50, 90]);
    const no = `${String(DEMO_ACQUIRERS.indexOf(acquirer) + 1)}${cast.tale}${String(index).padStart(6, '0')}`;
    this.numbers = {
      cast,
      tradeNo: `78${no}1`,
      refundNo: `78${no}2`,
      orderNo: `T${no}`,
      walletNo: `4200${cast.tale}${no.slice(0, 1)}${no.slice(-6)}00000000`,
    };
  }

  get outcome(): PaymentOutcome {
    const { cast, acquirer } = this.plan;
    const paymentId = `pay_${cast.accounts[acquirer].merchantNo}.${acquirer}.${this.numbers.tradeNo}`;
    return { paymentId, held: 0, captured: this.captured, refunded: this.refunded, exceptions: '' };
  }

  /** As the statement has what its acquirer took; what was called off it does not have. */
  get channelRows(): readonly ChannelRow[] {
    if (this.captured === 0) return [];
    return this.refunded === 0 ? [this.paid] : [this.paid, this.givenBack];
  }

  get paid(): ChannelRow {
    const { tradeNo, orderNo } = this.numbers;
    const fee = agreedFee(this.plan.acquirer, this.charged);
    return {
      ...this.common,
      kind: 'payment',
      at: this.askedAt + MINUTE_MS,
      amount: this.amount,
      fee,
      numbers: { tradeNo, orderNo },
    };
  }

  isOpen(): void {
    this.say('open', 0);
  }

  isPaid(): void {
    this.say('paid', MINUTE_MS);
    this.captured = this.amount;
  }

  isFailed(): void {
    this.say('failed', MINUTE_MS);
  }

  isVoided(): void {
    this.say('voided', 10 * MINUTE_MS);
    this.captured = 0;
  }

  isRefunded(): void {
    this.refunded = Math.floor(this.amount / 200) * 100;
    this.say('refunded', DAY_MS, this.refunded);
  }

  /** The acquirer heard no answer, and sends its last notice again. */
  isToldAgain(): void {
    const last = this.steps.at(-1);
    if (last) this.steps.push({ ...last, at: last.at + MINUTE_MS });
  }

  private get givenBack(): ChannelRow {
    const { tradeNo, refundNo, orderNo } = this.numbers;
    const refund = money(this.refunded);
    const fee = 0 - feeBack(this.plan.acquirer, this.charged, { before: money(0), refund });
    const numbers = { tradeNo: refundNo, originalTradeNo: tradeNo, orderNo: `${orderNo}R`, originalOrderNo: orderNo };
    return { ...this.common, kind: 'refund', at: this.askedAt + DAY_MS, amount: this.refunded, fee, numbers };
  }

  private get common(): Pick<ChannelRow, 'channel' | 'merchantNo' | 'method'> {
    const { cast, acquirer } = this.plan;
    return { channel: acquirer, merchantNo: cast.accounts[acquirer].merchantNo, method: METHOD };
  }

  private get charged(): Parameters<typeof agreedFee>[1] {
    return { method: METHOD, cardType: null, amount: money(this.amount) };
  }

  private say(what: Happened['what'], ms: number, amount = this.amount): void {
    const { acquirer } = this.plan;
    const at = this.askedAt + ms;
    const fields = WORDED[acquirer]({ what, at, amount }, this.numbers);
    this.steps.push({ type: 'callback', at, callback: { by: acquirer, fields, answer: ANSWERS[acquirer] } });
  }
}

const COURSES: Readonly<Record<NoticedLife, (payment: NoticedTeller) => void>> = {
  paid: (payment) => {
    payment.isOpen();
    payment.isPaid();
  },
  paid_twice_told: (payment) => {
    payment.isPaid();
    payment.isToldAgain();
  },
  refunded: (payment) => {
    payment.isPaid();
    payment.isRefunded();
  },
  failed: (payment) => {
    payment.isOpen();
    payment.isFailed();
  },
  open: (payment) => payment.isOpen(),
  voided: (payment) => {
    payment.isPaid();
    payment.isVoided();
  },
};
