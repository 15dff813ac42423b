import { useAnswer } from '../../api/answers';
import type { QueryOf } from '../../api/client';
import { useSession } from '../../app/session';
import { daysAfter, today } from '../../i18n/formats';
import { isDay, type Span } from '../../parts/span';
import { useUrlState } from '../../parts/url-state';

const SPAN_DAYS = 29;
/** The list begins with what changed last, which may be about an old day. */
const LOOKED_AT = 100;

/** As the address has them; empty: not asked for. */
export interface Asked {
  readonly status: string;
  readonly class: string;
  readonly channel: string;
}

export const STATUS_CODES = [
  'undecided',
  'proposed',
  'suspended',
  'difference',
  'matched',
  'resolved',
  'written_off',
  'rejected',
] as const;
export const CLASS_CODES = ['surplus', 'shortage', 'amount', 'status', 'fee', 'date', 'duplicate', 'net'] as const;

const isOneOf =
  (codes: readonly string[]) =>
  (text: string): boolean =>
    codes.includes(text);
const isChannel = (text: string): boolean => /^[a-z0-9-]{1,32}$/.test(text);

/** The merchant that the address names, else a real one before one of the demo. Undefined where there is none. */
export function useMerchant(): [string | undefined, (id: string) => void] {
  const { merchants } = useSession();
  const first = merchants.find(({ isDemo }) => !isDemo) ?? merchants[0];
  const [id, setId] = useUrlState('merchant', first?.id ?? '', (text) => merchants.some((merchant) => merchant.id === text));
  return [id === '' ? undefined : id, setId];
}

/** The days that the address names; else thirty up to the last that a case counts for. Undefined while that is looked for. */
export function useSpan(merchant: string): Span | undefined {
  const [from] = useUrlState('from', '', isDay);
  const [to] = useUrlState('to', '', isDay);
  const isChosen = from !== '' && to !== '' && from <= to;
  const newest = useAnswer('/v1/match-cases', { query: { merchant, limit: LOOKED_AT } }, { enabled: !isChosen });
  if (isChosen) return { from, to };
  if (newest.data === undefined && newest.error === null) return undefined;
  const last = newest.data?.data.reduce((latest, { day }) => (day > latest ? day : latest), '') || today();
  return { from: daysAfter(last, -SPAN_DAYS), to: last };
}

export function useAsked(): Asked {
  return {
    status: useUrlState('status', '', isOneOf(STATUS_CODES))[0],
    class: useUrlState('class', '', isOneOf(CLASS_CODES))[0],
    channel: useUrlState('channel', '', isChannel)[0],
  };
}

export const queryOf = (merchant: string, span: Span, asked: Asked): QueryOf<'/v1/match-cases'> => ({
  merchant,
  ...span,
  ...Object.fromEntries(Object.entries(asked).filter(([, text]) => text !== '')),
});
