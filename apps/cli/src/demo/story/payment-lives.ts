import type { Cast, DemoTerminal } from './cast.js';
import type { ToldDispute } from './disputes.js';
import { MINUTE_MS, isoShanghai, clock } from './moments.js';
import { PaymentTeller, type Instruction, type PaymentOutcome } from './payment-teller.js';
import type { PosLine } from './pos-lines.js';
import { Random } from './random.js';
import type { AcquirerRow } from './acquirer-rows.js';
import type { ChannelRow } from './statements/channel-row.js';

/** How a payment at the counter fares, and how many of a thousand. Each comes once per terminal before chance decides. */
const LIVES = {
  card: 305,
  wallet: 430,
  declined: 25,
  voided: 20,
  refunded: 30,
  refunded_twice: 15,
  found_by_rrn: 10,
  unknown_then_reversed: 15,
  reversal_first: 10,
  captured_in_full: 35,
  captured_in_part: 20,
  captured_twice: 10,
  capture_voided: 5,
  hold_voided: 10,
  hold_expired: 10,
  refund_instructed: 15,
  instruction_withdrawn: 10,
  partly_approved: 10,
  dispute_won: 10,
  dispute_lost: 5,
  after_cut_off: 5,
  days_later: 5,
} as const;
export type PaymentLife = keyof typeof LIVES;
export const PAYMENT_LIVES = Object.keys(LIVES) as readonly PaymentLife[];

/** At a scan box. */
const BOX_LIVES = { wallet: 880, declined: 30, voided: 30, refunded: 40, refunded_twice: 20, after_cut_off: 5 } as const;
const EVERY_BOX_LIFE = Object.keys(BOX_LIVES) as readonly (keyof typeof BOX_LIVES)[];

/** Paid and kept, and nothing else befalls them. */
const PLAIN: readonly PaymentLife[] = ['card', 'wallet'];

export interface ToldPayment {
  readonly lines: readonly PosLine[];
  readonly rows: readonly AcquirerRow[];
  readonly channelRows: readonly ChannelRow[];
  readonly isPlain: boolean;
  readonly instruction: Instruction | undefined;
  readonly dispute: ToldDispute | undefined;
  readonly outcome: PaymentOutcome;
}

/** One payment at a terminal: a function of the cast, the terminal and its number. */
export function tellPayment(cast: Cast, terminal: DemoTerminal, index: number): ToldPayment {
  const random = new Random(cast.tale, terminal.terminalNo, index);
  const life = lifeOf(terminal, index, random);
  const drawn = METHODS[life]?.(random) ?? 'card';
  const method = terminal.wallet ?? (PAYMENT_LIVES[index] === 'wallet' ? terminal.directWallets[0] : undefined) ?? drawn;
  const from = OPENED_FROM[life];
  const openedAt = from === undefined ? {} : { openedAt: from + random.between(0, 30) * MINUTE_MS };
  const payment = new PaymentTeller({ cast, terminal, index, random, method, ...openedAt });
  COURSES[life](payment);
  const { lines, rows, channelRows, instruction, dispute, outcome } = payment;
  return { lines, rows, channelRows, isPlain: PLAIN.includes(life), instruction, dispute, outcome };
}

const lifeOf = ({ wallet }: DemoTerminal, index: number, random: Random): PaymentLife =>
  wallet ? (EVERY_BOX_LIFE[index] ?? random.weighted(BOX_LIVES)) : (PAYMENT_LIVES[index] ?? random.weighted(LIVES));

const WALLETS = ['wechat', 'wechat', 'alipay', 'alipay', 'unionpay_qr', 'jdpay', 'ecny'] as const;
const byWallet = (random: Random): string => random.pick(WALLETS);

/** Cards, where nothing is said. */
const METHODS: Readonly<Partial<Record<PaymentLife, (random: Random) => string>>> = { wallet: byWallet, refunded: byWallet };

/** On the trading day before 日切, where nothing is said. */
const OPENED_FROM: Readonly<Partial<Record<PaymentLife, number>>> = {
  after_cut_off: clock('23:10'),
  days_later: clock('11:00', 6),
};

const COURSES: Readonly<Record<PaymentLife, (payment: PaymentTeller) => void>> = {
  card: (payment) => payment.isPurchased(),
  wallet: (payment) => payment.isPurchased(),
  after_cut_off: (payment) => payment.isPurchased(),
  days_later: (payment) => payment.isPurchased(),
  declined: (payment) => payment.isTried('51'),
  voided: (payment) => {
    payment.isPurchased({ settles: false });
    payment.isVoided('purchase', 12);
  },
  refunded: (payment) => {
    payment.isPurchased();
    payment.isRefunded(2, payment.part(2));
  },
  refunded_twice: (payment) => {
    payment.isPurchased();
    payment.isRefunded(1, payment.part(3));
    payment.isRefunded(3, payment.part(3));
  },
  found_by_rrn: (payment) => {
    payment.isPurchased();
    payment.isRefunded(2, payment.amount, 'rrn');
  },
  unknown_then_reversed: (payment) => {
    payment.isTried('68');
    payment.isReversed('purchase', 1);
  },
  reversal_first: (payment) => {
    payment.isPurchased({ settles: false, reportedAfterMinutes: 15 });
    payment.isReversed('purchase', 1);
  },
  captured_in_full: (payment) => {
    payment.isAuthorized();
    payment.isCaptured(120, payment.amount);
  },
  captured_in_part: (payment) => {
    payment.isAuthorized();
    payment.isCaptured(120, payment.part(2));
  },
  captured_twice: (payment) => {
    payment.isAuthorized({ multi_capture: true });
    payment.isCaptured(120, payment.part(2));
    payment.isCaptured(240, payment.part(3));
  },
  capture_voided: (payment) => {
    payment.isAuthorized();
    payment.isCapturedAndVoided(120, payment.part(2));
  },
  hold_voided: (payment) => {
    payment.isAuthorized();
    payment.isVoided('authorization', 90);
  },
  hold_expired: (payment) => payment.isAuthorized({ expires_at: isoShanghai(clock('23:59')) }),
  refund_instructed: (payment) => {
    payment.isPurchased();
    payment.isRefundInstructed('客户投诉，协商退款', 'carried out');
  },
  instruction_withdrawn: (payment) => {
    payment.isPurchased();
    payment.isRefundInstructed('重复登记', 'withdrawn');
  },
  partly_approved: (payment) => payment.isPartlyApproved(payment.part(2)),
  dispute_won: (payment) => {
    payment.isPurchased();
    payment.isDisputed('won');
  },
  dispute_lost: (payment) => {
    payment.isPurchased();
    payment.isDisputed('lost');
  },
};
