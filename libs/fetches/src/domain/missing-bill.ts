import type { BusinessDate, Decider, DomainEvent, Instant } from '#kernel';
import type { BillKind } from './bills.data.js';

/** What is wrong with the bill of a day. */
export type StatementBillException = 'STATEMENT_OVERDUE';

/** Whether the bill of a day is missing, as those who fetch it have it. Never refused. */
export interface NoteBill {
  readonly type: 'NoteBill';
  readonly bill: BillKind;
  readonly account: string;
  readonly day: BusinessDate;
  readonly merchant: string;
  /** Why it is not there; null once it is, or is no longer waited for. */
  readonly missingFor: string | null;
  readonly at: Instant;
}

interface BillNoted {
  readonly fact: { readonly key: string; readonly occurredAt: Instant };
  readonly standing: Omit<NoteBill, 'type' | 'at'> & { readonly exceptions: readonly StatementBillException[] };
}
export type MissingBillEvent = DomainEvent<'StatementOverdue', BillNoted> | DomainEvent<'StatementNoLongerMissing', BillNoted>;

export interface MissingBillState {
  /** Undefined: never heard of. */
  readonly missingFor: string | null | undefined;
}

/** That it is missing for another reason than before is no news. */
export const missingBillDecider: Decider<MissingBillState, NoteBill, MissingBillEvent> = {
  initial: { missingFor: undefined },
  decide({ type: _type, at, ...bill }, { missingFor: before = null }) {
    const { missingFor } = bill;
    if ((missingFor === null) === (before === null)) return [];
    const type = missingFor === null ? 'StatementNoLongerMissing' : 'StatementOverdue';
    const exceptions: readonly StatementBillException[] = missingFor === null ? [] : ['STATEMENT_OVERDUE'];
    const fact = { key: `${type}:${at}`, occurredAt: at };
    return [{ type, data: { fact, standing: { ...bill, exceptions } } }];
  },
  evolve: (_, { data }) => ({ missingFor: data.standing.missingFor }),
};
