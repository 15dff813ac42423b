import type { Ledger } from './ledger.js';
import { polled } from './projections.js';
import type { ChannelNumbers } from './story/statements/channel-row.js';
import type { Planted } from './story/statements/plants.js';
import type { Story } from './story/story.js';
import type { CaseDetailsView, CaseView, Views } from './views.js';

interface Run {
  readonly position: string;
  readonly accounts: readonly { readonly changed: number; readonly overtaken: number }[];
}

/** What reconciliation makes of the story. */
export interface Reconciled {
  readonly position: string;
  readonly cases: readonly CaseView[];
  /** All that says something beside that it matches. */
  readonly found: readonly Found[];
  /** Planted and not found as planted, or found and planted by nobody. */
  readonly wrong: readonly string[];
}

/** One thing that a case says. */
export interface Found extends Omit<Planted, 'where' | 'class' | 'cause'> {
  readonly class: string | undefined;
  readonly cause: string | undefined;
  readonly proposal: string;
  readonly of: CaseDetailsView;
}

/** Compares now, until there is nothing new: the ledger does it by itself as well. */
export async function reconcile(ledger: Ledger, views: Views, { cast, statements }: Story): Promise<Reconciled> {
  const position = await polled('the reconciliation does not come to rest', async () => {
    const run = await ledger.post<Run>('/v1/reconciliations', { merchant: cast.merchantId });
    return run.accounts.every(({ changed, overtaken }) => changed + overtaken === 0) ? run.position : undefined;
  });
  const cases = await views.cases(position);
  const telling = cases.filter(({ status, differences }) => status !== 'matched' || differences.length > 0);
  const details = await Promise.all(telling.map(({ caseId }) => views.caseDetails(caseId, position)));
  const found = details.flatMap(foundIn);
  return { position, cases, found, wrong: compared(statements.planted, found) };
}

/** What somebody mended was a difference before; what came in because of that is none. */
function foundIn(of: CaseDetailsView): Found[] {
  const { status, channel, difference, differences } = of;
  const common = { channel, class: undefined, cause: undefined, proposal: '', of };
  const isOpen = status === 'suspended' || status === 'proposed';
  const said = differences.filter(({ explained, cause }) => (explained ? cause !== 'AFTER_DECISION' : !isOpen));
  return [
    ...(isOpen ? [{ ...common, outcome: status, amount: difference } as const] : []),
    ...said.map((each): Found => ({
      ...common,
      outcome: each.explained ? 'matched' : 'difference',
      class: each.class,
      cause: each.cause,
      amount: each.amount,
      proposal: each.proposal?.action ?? '',
    })),
  ];
}

/** Each plant has one finding that says the same of the same item, and no finding is without a plant. */
export function compared(planted: readonly Planted[], found: readonly Found[]): string[] {
  const left = new Set(found);
  const missed = planted.flatMap((plant) => {
    const match = [...left].find((each) => isSame(plant, each));
    if (match) left.delete(match);
    return match ? [] : [`planted and not found: ${wordsOf(plant)}`];
  });
  return [...missed, ...[...left].map((each) => `found and not planted: ${wordsOf(each)}, case ${each.of.caseId}`)];
}

const isSame = (plant: Planted, found: Found): boolean =>
  plant.outcome === found.outcome &&
  plant.class === found.class &&
  plant.cause === found.cause &&
  plant.amount === found.amount &&
  found.of.items.some(({ channel, refs }) => channel === plant.channel && isNumbered(refs, plant.where));

function isNumbered(refs: Readonly<Record<string, string | undefined>>, where: ChannelNumbers): boolean {
  const { terminalNo, traceNo, batchNo = where.batchNo } = refs;
  const own = [refs['channelTradeNo'], refs['channelRefundNo'], refs['merchantRefundNo']];
  const isOnSlip = terminalNo !== undefined && terminalNo === where.terminalNo;
  return own.includes(where.tradeNo) || (isOnSlip && traceNo === where.traceNo && batchNo === where.batchNo);
}

interface Words {
  readonly outcome: string;
  readonly class?: string | undefined;
  readonly cause?: string | undefined;
  readonly channel: string;
  readonly amount: number;
}

const wordsOf = ({ outcome, class: of, cause, channel, amount }: Words): string =>
  [channel, of ?? outcome, ...(cause === undefined ? [] : [cause]), String(amount), '分'].join(' ');
