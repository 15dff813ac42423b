import { yuanText } from '../tables.js';
import { DemoFailure } from './ledger.js';
import type { Office } from './office.js';
import type { Found } from './reconciling.js';
import type { UntoldPayment } from './story/statements/told.js';

interface Preview {
  readonly digest: string;
  readonly radius: {
    readonly balances: readonly { readonly account: string; readonly before: number; readonly after: number }[];
  };
}

/** By the ledger, where who proposed also approves. */
export const OWN_PROPOSAL = 'OWN_PROPOSAL';

/**
 * Records what only a statement tells: one person proposes, and may not approve; another does. Where an interrupted story left a proposal,
 * it is another person's already. Answers what is printed.
 */
export async function correct(
  { preparer, approver }: Office,
  { row, amount }: UntoldPayment,
  surplus: Found,
): Promise<string[]> {
  const { caseId } = surplus.of;
  const body = { kind: 'record', reason: '渠道已入账，通知未到：按账单补记', evidence: [`case ${caseId}`], caseId, row };
  const { digest, radius } = await preparer.ledger.post<Preview>('/v1/corrections/preview', body);
  const correctionId = `difference-${caseId}`;
  const known = await preparer.ledger.refusal('/v1/corrections', { ...body, digest });
  if (known !== undefined && known !== 'CORRECTION_OPEN')
    throw new DemoFailure(`${correctionId} can not be proposed: ${known}`);
  const approval = `/v1/corrections/${correctionId}/approve`;
  const refused = known === undefined ? await preparer.ledger.refusal(approval, { digest }) : OWN_PROPOSAL;
  if (refused !== OWN_PROPOSAL) throw new DemoFailure(`one person proposed and approved ${correctionId}: ${String(refused)}`);
  await approver.ledger.post(approval, { digest });
  return [
    `Corrected: ${yuanText(amount)} that ${row.channel} took, and told on its statement only (${correctionId})`,
    `  proposed by ${preparer.name}, whose own approval is refused (${refused}); approved by ${approver.name}`,
    ...radius.balances.map(
      ({ account, before, after }) => `  ${account}: ${yuanText(before)} before, ${yuanText(after)} after`,
    ),
  ];
}
