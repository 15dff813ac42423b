import type { PaymentFact, RecordPaymentFact } from '#payments';
import type { Reaction } from '#projections';
import type { ResolveDifference, WriteOffDifference } from '#reconciliation';
import type { RecordSettlementFact, SettlementFact } from '#settlements';
import type { CorrectionEvent, RecordedFact } from '../domain/correction.messages.js';

/** What an applied correction asks of other features. */
export type CorrectionConsequence =
  | { readonly feature: 'payments'; readonly command: RecordPaymentFact }
  | { readonly feature: 'settlements'; readonly command: RecordSettlementFact }
  | { readonly feature: 'matches'; readonly command: ResolveDifference | WriteOffDifference };

type Applied = Extract<CorrectionEvent, { readonly type: 'CorrectionApplied' }>['data'];

/** A correction was applied: the missing fact is recorded, and the case of reconciliation ended that it mends. */
export const whenCorrectionApplied: Reaction<CorrectionConsequence> = {
  name: 'correction-applied',
  handles: ['CorrectionApplied'],
  react: ({ data }) => {
    const { standing } = data as Applied;
    return [...(standing.records ? [recordingOf(standing.records)] : []), ...endingOf(standing)];
  },
};

/** The fact is the feature's own: it was made of its type when it was proposed. */
function recordingOf({ feature, fact }: RecordedFact): CorrectionConsequence {
  return feature === 'payments'
    ? { feature, command: { type: 'RecordPaymentFact', fact: fact as PaymentFact } }
    : { feature, command: { type: 'RecordSettlementFact', fact: fact as SettlementFact } };
}

function endingOf({ correctionId, ends, decided, reason }: Applied['standing']): CorrectionConsequence[] {
  if (!ends || !decided) return [];
  const type = ends.as === 'written_off' ? 'WriteOffDifference' : 'ResolveDifference';
  const { by, at: now } = decided;
  return [{ feature: 'matches', command: { type, caseId: ends.caseId, correctionId, by, reason, now } }];
}
