import { audit, newestCertificate, type Kept, type Recompute } from './auditing.js';
import type { Ledger } from './ledger.js';
import type { Reconciled } from './reconciling.js';
import { rebuildAll, type Rebuilt } from './projections.js';
import type { PaymentOutcome } from './story/payment-teller.js';
import type { Story } from './story/story.js';
import { STRAYS_ELSEWHERE } from './story/strays.js';
import type { NoticeView, TrialBalanceView, Views, WaterfallView } from './views.js';

export interface Proof {
  readonly ledger: Ledger;
  readonly story: Story;
  readonly views: Views;
  /** Up to which the read models were caught up. */
  readonly position: string;
  readonly trialBalance: TrialBalanceView;
  /** Of the order to look at, where the story tells one. */
  readonly waterfall: WaterfallView | undefined;
  readonly reconciled: Reconciled;
  /** Before the books were closed. */
  readonly kept: Kept;
  readonly recompute: Recompute | undefined;
}

const EXIT_FAILED = 1;
const SHOWN = 3;

/** Holds the ledger to the story, its books to zero, its read models to the log, and the log to what was kept of it. Answers the exit code. */
export async function check(proof: Proof, print: (line: string) => void): Promise<number> {
  const { ledger, story } = proof;
  const findings = await findingsOf(proof);
  for (const finding of findings) print(`demo failed: ${finding}`);
  print('every read model is caught up');
  const certifiedBefore = await newestCertificate(ledger);
  const rebuilt = await rebuildAll(ledger, (each) => print(`rebuilt ${each.name}: ${digestsText(each)}`));
  const differing = rebuilt.filter((each) => !isSame(each));
  for (const { name } of differing) print(`demo failed: the rebuild of ${name} differs from what served`);
  if (findings.length + differing.length > 0) return EXIT_FAILED;
  const wrong = await audit({ ...proof, ...evidenceOf(story), certifiedBefore, rebuilt: rebuilt.length }, print);
  for (const each of wrong) print(`demo failed: ${each}`);
  if (wrong.length > 0) return EXIT_FAILED;
  const events = Math.max(...rebuilt.map((each) => each.events));
  print(`demo ok: events=${String(events)} orders=${String(story.orders.length)} trial_balance=0`);
  return 0;
}

/** The order to look at, or any. */
const evidenceOf = ({ orderToLookAt, orders }: Story) => ({ orderId: orderToLookAt ?? orders[0]?.orderId ?? '' });

async function findingsOf({ story, views, position, trialBalance, waterfall, reconciled }: Proof): Promise<string[]> {
  const [orders, payments, requests, movements, disputes, parked, vouchers, lifeMovements, miniApp] = await Promise.all([
    views.orders(position),
    views.payments(position),
    views.requests(position),
    views.movements(position),
    views.disputes(position),
    views.parked(),
    views.vouchers(position),
    views.lifeMovements(position),
    views.miniApp(position),
  ]);
  return [
    ...differences('order', story.orders, orders, ({ orderId }) => orderId),
    ...differences('payment', story.payments, payments, ({ paymentId }) => paymentId),
    ...differences('payment request', story.requests, requests, ({ orderId, terminalNo }) => `${orderId} at ${terminalNo}`),
    ...differences('movement', story.movements, movements, ({ reference }) => reference),
    ...differences('dispute', story.disputes, disputes, ({ disputeId }) => disputeId),
    ...differences('voucher order', story.vouchers, vouchers, ({ orderId }) => orderId),
    ...differences('movement of local life', story.lifeMovements, lifeMovements, ({ movementNo }) => movementNo),
    ...differences('mini-app payment', story.miniApp, miniApp, ({ paymentId }) => paymentId),
    ...differences('noticed payment', story.noticed, payments, ({ paymentId }) => paymentId),
    ...movedEarly(stillOpen(story), payments),
    ...differences('corrected payment', [corrected(story)], payments, ({ paymentId }) => paymentId),
    ...reconciled.wrong,
    ...unexplained(waterfall),
    ...outOfBalance(trialBalance),
    ...unparked(parked),
  ];
}

/** Where the ledger says other than the story. The story's own fields count; what else the ledger says of it does not. */
export function differences<T extends object>(
  kind: string,
  told: readonly T[],
  seen: readonly T[],
  idOf: (each: T) => string,
): string[] {
  const byId = new Map(seen.map((each) => [idOf(each), each]));
  const wrong = told.flatMap((expected) => {
    const found = byId.get(idOf(expected));
    if (!found) return [`${kind} ${idOf(expected)} is missing`];
    const fields = (Object.keys(expected) as (keyof T & string)[]).filter((field) => found[field] !== expected[field]);
    return fields.map(
      (field) => `${kind} ${idOf(expected)}: ${field} is ${String(found[field])}, not ${String(expected[field])}`,
    );
  });
  return wrong.length > SHOWN ? [...wrong.slice(0, SHOWN), `… and ${String(wrong.length - SHOWN)} more of that kind`] : wrong;
}

/** What no notice told the end of is no payment yet. */
export const movedEarly = (open: readonly string[], payments: readonly { readonly paymentId: string }[]): string[] =>
  payments
    .filter(({ paymentId }) => open.includes(paymentId))
    .map(({ paymentId }) => `payment ${paymentId} is in progress, and is booked`);

/** What a statement told, and the office recorded, is open no longer. */
const stillOpen = ({ open, statements }: Story): string[] => open.filter((id) => id !== statements.untold.paymentId);

const corrected = ({ statements: { untold } }: Story): PaymentOutcome => ({
  paymentId: untold.paymentId,
  held: 0,
  captured: untold.amount,
  refunded: 0,
  exceptions: '',
});

const unexplained = (waterfall: WaterfallView | undefined): string[] =>
  waterfall === undefined || waterfall.unexplained === 0
    ? []
    : [`of order ${waterfall.orderId} ${String(waterfall.unexplained)} 分 are not explained`];

const outOfBalance = ({ totals }: TrialBalanceView): string[] =>
  totals
    .filter(({ difference }) => difference !== 0)
    .map(({ difference }) => `the trial balance is off by ${String(difference)} 分`);

/** Exactly what names a shop that nobody bound waits for a person. */
function unparked(notices: readonly NoticeView[]): string[] {
  const reasons = notices.map(({ reason }) => reason);
  const isAsTold = reasons.length === STRAYS_ELSEWHERE && reasons.every((reason) => reason === 'UNKNOWN_SHOP');
  return isAsTold
    ? []
    : [`${String(STRAYS_ELSEWHERE)} notices of an unknown shop should be parked; parked are: ${reasons.join(', ')}`];
}

const isSame = ({ digest, replacedDigest }: Rebuilt): boolean => replacedDigest === null || digest === replacedDigest;

const digestsText = ({ digest, replacedDigest }: Rebuilt): string =>
  digest === replacedDigest
    ? `same digest ${digest.slice(0, 16)}`
    : `${digest.slice(0, 16)}, before ${String(replacedDigest?.slice(0, 16))}`;
