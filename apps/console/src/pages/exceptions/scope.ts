import type { QueryOf } from '../../api/client';
import { useUrlState } from '../../parts/url-state';

/** As the address has them; empty: not asked for. */
export interface Asked {
  readonly merchant: string;
  readonly store: string;
  readonly kind: string;
  readonly code: string;
  readonly severity: string;
  /** Empty: open and claimed. */
  readonly state: string;
  readonly assignee: string;
}

const isWord = (text: string): boolean => /^[A-Za-z0-9_-]{1,64}$/.test(text);
const isCode = (text: string): boolean => /^[A-Z_]{1,64}$/.test(text);
const isActor = (text: string): boolean => /^[\x21-\x7e]{1,100}$/.test(text);
export const SEVERITY_CODES = ['high', 'medium', 'low'] as const;
export const STATE_CODES = ['open', 'claimed', 'resolved', 'closed'] as const;

export function useAsked(): Asked {
  return {
    merchant: useUrlState('merchant', '', isWord)[0],
    store: useUrlState('store', '', isWord)[0],
    kind: useUrlState('kind', '', isWord)[0],
    code: useUrlState('code', '', isCode)[0],
    severity: useUrlState('severity', '', (text) => SEVERITY_CODES.some((code) => code === text))[0],
    state: useUrlState('state', '', (text) => STATE_CODES.some((code) => code === text))[0],
    assignee: useUrlState('assignee', '', isActor)[0],
  };
}

export const queryOf = (asked: Asked): QueryOf<'/v1/exceptions'> =>
  Object.fromEntries(Object.entries(asked).filter(([, text]) => text !== ''));
