import { ZERO, accounts, assertNever, credit, debit, entry, type Entry } from '#kernel';
import { dayOf, ofType, type Transaction } from './payment.effective.js';
import type { CaptureInstructed, OpenInstruction, PaymentFact, RefundInstructed, VoidInstructed } from './payment.messages.js';

export type Instructed = CaptureInstructed | RefundInstructed | VoidInstructed;

/** What we asked for: its memo entries, and which of it still waits for its fact. */
export interface Instructions {
  readonly entries: readonly Entry[];
  readonly open: readonly OpenInstruction[];
}

export function instructionsOf(facts: readonly PaymentFact[], kept: readonly Transaction[]): Instructions {
  const instructed = ofType(facts, 'CaptureInstructed', 'RefundInstructed', 'VoidInstructed');
  const ended = instructed.map((fact) => ({ fact, end: endOf(fact, facts, kept) }));
  return {
    entries: ended.flatMap(({ fact, end }) => [...memo(fact, fact, 'hold'), ...(end ? memo(fact, end, 'release') : [])]),
    open: ended.flatMap(({ fact, end }) => (end ? [] : [openInstruction(fact)])),
  };
}

/**
 * The fact that carried an instruction out, or its withdrawal. A reversed try never took effect, so the instruction waits
 * again; a void of what was carried out does not bring it back. A decline leaves it open: the terminal may try again.
 */
export function endOf(
  { type, instructionId }: Instructed,
  facts: readonly PaymentFact[],
  kept: readonly Transaction[],
): PaymentFact | undefined {
  const carrier = CARRIED_OUT_BY[type];
  return (
    kept.find((fact) => fact.type === carrier && fact.instructionId === instructionId) ??
    ofType(facts, 'InstructionWithdrawn').find((fact) => fact.instructionId === instructionId)
  );
}

const CARRIED_OUT_BY = {
  CaptureInstructed: 'PaymentCaptured',
  RefundInstructed: 'PaymentRefunded',
  VoidInstructed: 'AuthorizationVoided',
} as const satisfies Record<Instructed['type'], Transaction['type']>;

function openInstruction(fact: Instructed): OpenInstruction {
  const { instructionId } = fact;
  switch (fact.type) {
    case 'CaptureInstructed':
      return { instructionId, type: 'capture', amount: fact.amount };
    case 'RefundInstructed':
      return { instructionId, type: 'refund', amount: fact.amount };
    case 'VoidInstructed':
      return { instructionId, type: 'void', amount: ZERO };
    default:
      return assertNever(fact, 'instruction');
  }
}

/** On the day of the instruction, or of what ended it; always under the instruction's own dimensions. */
function memo(fact: Instructed, on: PaymentFact, move: 'hold' | 'release'): Entry[] {
  if (fact.type === 'VoidInstructed') return [];
  const kind = fact.type === 'CaptureInstructed' ? 'capture' : 'refund';
  const asked = accounts.instructed(kind, fact.merchantNo);
  const contra = accounts.instructedContra(kind, fact.merchantNo);
  const [up, down] = move === 'hold' ? [asked, contra] : [contra, asked];
  return entry('instruction', { businessDate: dayOf(on), of: fact.booking.of }, [
    debit(up, fact.amount),
    credit(down, fact.amount),
  ]);
}
