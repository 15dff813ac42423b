import {
  ZERO,
  accounts,
  add,
  closedOn,
  credit,
  debit,
  entry,
  least,
  remainder,
  subtract,
  sum,
  type Account,
  type Booking,
  type Derive,
  type Dimensions,
  type Entry,
  type Money,
  type Rules,
} from '#kernel';
import type { VoucherFact, VoucherPaid, VoucherSettled, VoucherStanding } from './voucher.messages.js';
import { grossOf, settledRows } from './voucher.rows.js';
import { standingOf } from './voucher.standing.js';
import { worthOf, type WorthRefund, type WorthUse } from './voucher.worth.js';

const deriveVoucher: Derive<VoucherFact, VoucherStanding> = (facts, contradicted) => {
  const { entries, isRevenueRefunded } = bookOf(facts);
  return { entries, standing: standingOf(facts, { contradicted, isRevenueRefunded }) };
};

export const VOUCHER_RULES: Rules<VoucherFact, VoucherStanding> = { 1: deriveVoucher };

/** What the payment leaves, and what each voucher earned, while uses and then refunds are walked. */
interface Rest {
  contract: Money;
  readonly earned: Map<string, Money>;
}

function bookOf(facts: readonly VoucherFact[]): { readonly entries: Entry[]; readonly isRevenueRefunded: boolean } {
  const { paid, standing, refunds } = worthOf(facts);
  const rest: Rest = { contract: paid?.amount ?? ZERO, earned: new Map() };
  const recognitions = standing.flatMap((use) => recognition(use, rest, keyOf(facts)));
  const refunded = refunds.map((refund) => refundOf(refund, { rest, paid, uses: standing }));
  return {
    entries: [
      ...(paid ? sale(paid) : []),
      ...recognitions,
      ...refunded.flatMap(({ entries }) => entries),
      ...settledRows(facts).flatMap((row) => settlement(row, paid)),
    ],
    isRevenueRefunded: refunded.some(({ fromRevenue }) => fromRevenue > 0),
  };
}

const keyOf = (facts: readonly VoucherFact[]): string => facts[0]?.clientKey ?? '';

/** The day of the fact under the heading of the payment: a report nets a sale, its refunds and its settlement. */
const underPayment = ({ businessDate, of }: Booking, paid: VoucherPaid | undefined): Booking => ({
  businessDate,
  of: paid?.booking.of ?? of,
});

/** Douyin holds the buyer's money, and we owe the service. */
const sale = ({ clientKey, booking, amount }: VoucherPaid): Entry[] =>
  entry('sale', booking, [
    debit(accounts.lifeReceivable(clientKey), amount),
    credit(accounts.voucherContract(clientKey), amount),
  ]);

/** Redeemed in a store: earned there, as far as it was paid. */
function recognition({ booking, certificateId, worth }: WorthUse, rest: Rest, clientKey: string): Entry[] {
  const earned = least(worth, rest.contract);
  rest.contract = subtract(rest.contract, earned);
  rest.earned.set(certificateId, add(rest.earned.get(certificateId) ?? ZERO, earned));
  return entry('recognition', booking, [
    debit(accounts.voucherContract(clientKey), earned),
    credit(revenueOf(booking.of), earned),
  ]);
}

const revenueOf = ({ merchant, store }: Dimensions): Account => accounts.revenueOffline(merchant, store);

interface Course {
  readonly rest: Rest;
  readonly paid: VoucherPaid | undefined;
  readonly uses: readonly WorthUse[];
}

/**
 * Out of what is owed; of a voucher that was redeemed out of what it earned. A card for several visits gives back the visits
 * that are left first. What neither covers waits on suspense.
 */
function refundOf({ fact, worth }: WorthRefund, { rest, paid, uses }: Course): { entries: Entry[]; fromRevenue: Money } {
  const own = uses.filter(({ certificateId }) => certificateId === fact.certificateId);
  const earned = rest.earned.get(fact.certificateId) ?? ZERO;
  const first = own.length === 1 ? least(worth, earned) : ZERO;
  const fromContract = least(subtract(worth, first), rest.contract);
  const fromRevenue = add(first, least(subtract(subtract(worth, first), fromContract), subtract(earned, first)));
  rest.contract = subtract(rest.contract, fromContract);
  rest.earned.set(fact.certificateId, subtract(earned, fromRevenue));
  const booking = underPayment(fact.booking, paid);
  const entries = entry('refund', booking, [
    debit(accounts.voucherContract(fact.clientKey), fromContract),
    debit(revenueOf(own[0]?.booking.of ?? booking.of), fromRevenue),
    debit(accounts.suspense(booking.of.merchant, 'refund-above-paid'), remainder(worth, sum([fromContract, fromRevenue]))),
    credit(accounts.lifeReceivable(fact.clientKey), worth),
  ]);
  return { entries, fromRevenue };
}

/** Split: to the account with local life, less what others keep. A row that does not add up is booked as it came. */
function settlement(row: VoucherSettled, paid: VoucherPaid | undefined): Entry[] {
  const { clientKey, fees } = row;
  const booking = underPayment(row.booking, paid);
  const { merchant } = booking.of;
  const receivable = accounts.lifeReceivable(clientKey);
  const paidOut = [
    debit(accounts.lifeAccount(clientKey), row.net),
    debit(accounts.fee(merchant, 'talent-commission'), fees.talentCommission),
    debit(accounts.fee(merchant, 'institution-commission'), fees.institutionCommission),
    debit(accounts.fee(merchant, 'agent'), fees.agent),
    debit(accounts.fee(merchant, 'operation-agent'), fees.operationAgent),
    debit(accounts.fee(merchant, 'platform-service'), fees.platformService),
    debit(accounts.fee(merchant, 'handling'), fees.handling),
    credit(receivable, grossOf(row)),
  ];
  return [
    ...entry('settlement', booking, closedOn(accounts.suspense(merchant, 'settlement-row'), paidOut)),
    ...entry('subsidy', booking, [debit(receivable, row.subsidy), credit(revenueOf(row.booking.of), row.subsidy)]),
  ];
}
