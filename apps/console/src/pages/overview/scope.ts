import type { Span } from '../../parts/span';

/** Whose figures, and of which days. */
export interface Scope extends Span {
  readonly merchant: string;
  /** Empty: all. */
  readonly store: string;
}

/** What every question of this page asks for. */
export const queryOf = ({
  merchant,
  store,
  from,
  to,
}: Scope): { merchant: string; from: string; to: string; store?: string } => ({
  merchant,
  from,
  to,
  ...(store !== '' && { store }),
});
