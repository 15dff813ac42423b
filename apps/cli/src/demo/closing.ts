import { DemoFailure, type Ledger } from './ledger.js';
import { OWN_PROPOSAL } from './correcting.js';
import type { Office } from './office.js';
import { rows } from './outside.js';
import { polled, whenQuiet } from './projections.js';
import type { Story } from './story/story.js';

/** The month of the trading day; it is long over. */
const MONTH = '2025-11';
const LAST_DAY = '2025-11-30';

interface MonthView {
  readonly state: string;
  readonly proposal: { readonly digest: string } | null;
  readonly closed: { readonly proposedBy: string; readonly approvedBy: string } | null;
  readonly isAsSealed: boolean | null;
}
interface LateFactView {
  readonly stream: string;
  readonly type: string;
  readonly trueDate: string;
  readonly bookedDay: string;
}

export interface Closed {
  readonly lines: readonly string[];
  readonly position: string;
}

/** Closes the month by two persons, tells one late fact of it, and shows that it changes nothing there. @throws DemoFailure where it does */
export async function closeMonth(ledger: Ledger, office: () => Promise<Office>, { cast, late }: Story): Promise<Closed> {
  const { merchantId, shop } = cast;
  const path = `/v1/merchants/${merchantId}/periods/${MONTH}`;
  const month = (position: string): Promise<MonthView> => dataOf(ledger, `${path}?minPosition=${position}`);
  const digest = async (position: string): Promise<string> => {
    const query = `merchant=${merchantId}&effective=${LAST_DAY}&minPosition=${position}`;
    return (await dataOf<{ digest: string }>(ledger, `/v1/trial-balance?${query}`)).digest;
  };
  const { state } = await dataOf<MonthView>(ledger, path);
  if (state !== 'closed') await close(await office(), path);
  const sealedAt = await whenQuiet(ledger);
  const before = await digest(sealedAt);
  await rows(ledger, '/v1/channels/douyin/account-items', { shop_id: shop.shopId, rows: [late.item.fields] });
  const position = await whenQuiet(ledger);
  const [after, { closed, isAsSealed }] = [await digest(position), await month(position)];
  const told = await dataOf<readonly LateFactView[]>(
    ledger,
    `/v1/reports/late-facts?merchant=${merchantId}&minPosition=${position}`,
  );
  const fact = told.find(({ stream }) => stream.includes(late.outcome.reference));
  if (before !== after || isAsSealed !== true || !fact)
    throw new DemoFailure(`a late fact changed ${MONTH}, or is not reported: ${before}, ${after}, ${JSON.stringify(told)}`);
  return {
    position,
    lines: [
      `Closed: ${MONTH}, proposed by ${String(closed?.proposedBy)}, approved by ${String(closed?.approvedBy)}; trial balance ${before.slice(0, 16)}`,
      `  told late: ${fact.type} of ${fact.trueDate} is booked on ${fact.bookedDay}; trial balance of ${MONTH} still ${after.slice(0, 16)}`,
    ],
  };
}

/** Where an interrupted story left a proposal, it is another person's already. */
async function close({ preparer, approver }: Office, path: string): Promise<void> {
  const known = await preparer.ledger.refusal(`${path}/close`, { reason: '对账完毕，差异已处理或挂账' });
  if (known !== undefined && known !== 'PERIOD_PROPOSED_ALREADY') throw new DemoFailure(`${path} can not be closed: ${known}`);
  const { digest } = await polled(
    `${path} is not proposed`,
    async () => (await dataOf<MonthView>(preparer.ledger, path)).proposal ?? undefined,
  );
  const refused = known === undefined ? await preparer.ledger.refusal(`${path}/approve`, { digest }) : OWN_PROPOSAL;
  if (refused !== OWN_PROPOSAL) throw new DemoFailure(`one person proposed and approved ${path}: ${String(refused)}`);
  await approver.ledger.post(`${path}/approve`, { digest });
}

const dataOf = async <T>(ledger: Ledger, path: string): Promise<T> => (await ledger.get<{ readonly data: T }>(path)).data;
