import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  MoneyTerms,
  destinationAt,
  feeOf,
  lineFor,
  returnedFee,
  scheduleAt,
  type FeeSchedulesState,
  type FeeTerms,
} from '#fees';
import { money, subtract, type Instant, type Money } from '#kernel';
import { Reconciler, matchFeature, matchingTermsOf, type ExpectedFee } from '#reconciliation';
import type { Core } from './core.js';

const SCHEDULES_FOR_MS = 5_000;
const TERMS_FILE = 'matching.json';

/** Runs of the reconciliation. How closely sides have to agree stands in `matching.json` of the data folder, over what ships. */
export const reconcilerOf = ({ handling, reader }: Pick<Core, 'handling' | 'reader'>, dataFolder: string): Reconciler => {
  const moneyTerms = new MoneyTerms(handling);
  return new Reconciler({
    reader,
    dispatch: (command, context) => handling.handle(matchFeature, command, context),
    expectedFee: expecting(moneyTerms),
    terms: async () => matchingTermsOf(await textOf(join(dataFolder, TERMS_FILE))),
    destinationOf: async ({ account, channel, occurredAt }) => {
      const payee = destinationAt(await moneyTerms.destinations(channel, account), occurredAt as Instant)?.payee;
      return payee?.kind === 'bank_account' ? payee.account : undefined;
    },
  });
};

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** By the schedule in force when the money moved. Schedules are read once for a run, not once for each of its items. */
function expecting(moneyTerms: MoneyTerms): ExpectedFee {
  const kept = new Map<string, { readonly until: number; readonly schedules: Promise<FeeSchedulesState> }>();
  const schedulesOf = (merchant: string, channel: string): Promise<FeeSchedulesState> => {
    const key = `${merchant}|${channel}`;
    const known = kept.get(key);
    if (known && known.until > Date.now()) return known.schedules;
    const schedules = moneyTerms.schedules(merchant, channel);
    kept.set(key, { until: Date.now() + SCHEDULES_FOR_MS, schedules });
    return schedules;
  };
  return async ({ amount, channel, charged, merchant, occurredAt }) => {
    const terms = charged && scheduleAt(await schedulesOf(merchant, channel), occurredAt as Instant);
    if (!terms) return undefined;
    const { cardType, method, order, product, refundedBefore } = charged;
    const charge = (of: Money): Money | undefined =>
      feeFor(terms, { method, amount: of, ...(product && { product }), ...(cardType && { cardType }) });
    if (order === undefined) return charge(money(amount));
    const fee = charge(money(order));
    return fee === undefined ? undefined : 0 - returnedBy(terms, fee, { order, before: refundedBefore ?? 0, amount });
  };
}

function feeFor(terms: FeeTerms, charged: Parameters<typeof lineFor>[1]): Money | undefined {
  const line = lineFor(terms, charged);
  return line && feeOf(line, charged.amount);
}

/** What this refund alone returns. */
function returnedBy(
  terms: FeeTerms,
  fee: Money,
  { amount, before, order }: Readonly<Record<'amount' | 'before' | 'order', number>>,
): Money {
  const returned = (refunded: number): Money =>
    returnedFee(terms.refundReturnsFee, fee, { order: money(order), refunded: money(refunded) });
  return subtract(returned(before + amount), returned(before));
}
