import { statusAt, storeAt, type SetUpPart, type TerminalStatus } from '#merchants';
import type { Instant } from '#kernel';
import { STRING, record, word } from '../http/schemas.js';
import { merchantView } from './merchant.view.js';
import { TERMINAL_STATUSES } from './terminals.requests.js';

/** A terminal as somebody chooses one: what it is and where it stands now. */
export interface TerminalInBrief {
  readonly merchantNo: string;
  readonly terminalNo: string;
  readonly acquirer: string;
  readonly model: string;
  readonly store: { readonly id: string; readonly name: string };
  readonly status: TerminalStatus;
}

export const TERMINAL_IN_BRIEF = record<TerminalInBrief>({
  merchantNo: STRING,
  terminalNo: STRING,
  acquirer: STRING,
  model: STRING,
  store: record<TerminalInBrief['store']>({ id: STRING, name: STRING }),
  status: word(TERMINAL_STATUSES),
});

/** The terminals of a merchant at a moment; undefined where nobody registered it. */
export function terminalsAt(parts: readonly SetUpPart[], at: Instant): TerminalInBrief[] | undefined {
  const [merchant] = parts.flatMap(({ kind, state }) => (kind === 'merchant' ? (merchantView(state) ?? []) : []));
  if (!merchant) return undefined;
  const names = new Map(merchant.stores.map(({ id, name }) => [id, name]));
  return parts.flatMap(({ kind, state }) => {
    if (kind !== 'terminal' || !state.enrolled) return [];
    const { merchantNo, terminalNo, acquirer, model, storeId } = state.enrolled;
    const id = storeAt(state, at) ?? storeId;
    return [{ merchantNo, terminalNo, acquirer, model, store: { id, name: names.get(id) ?? id }, status: statusAt(state, at) }];
  });
}
