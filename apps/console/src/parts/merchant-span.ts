import { useAnswer } from '../api/answers';
import { useSession } from '../app/session';
import { dayOf, daysAfter, today } from '../i18n/formats';
import { isDay, type Span } from './span';
import { useUrlState } from './url-state';

const SPAN_DAYS = 29;
/** Refunds, fees and settlements of a sale come days after it. */
const AFTER_SALE_DAYS = 7;

/** The merchant that the address names, else a real one before one of the demo. Undefined where there is none. */
export function useMerchant(): [string | undefined, (id: string) => void] {
  const { merchants } = useSession();
  const first = merchants.find(({ isDemo }) => !isDemo) ?? merchants[0];
  const [id, setId] = useUrlState('merchant', first?.id ?? '', (text) => merchants.some((merchant) => merchant.id === text));
  return [id === '' ? undefined : id, setId];
}

export interface SpanAsked {
  /** Undefined while the last trade is being looked for. */
  readonly span: Span | undefined;
  /** Nobody chose days, and there is no trade in the last ones. */
  readonly isOld: boolean;
}

/** The days that the address names; else the last thirty, or those around the last trade where it is longer ago. */
export function useSpan(merchant: string): SpanAsked {
  const [from] = useUrlState('from', '', isDay);
  const [to] = useUrlState('to', '', isDay);
  const isChosen = from !== '' && to !== '' && from <= to;
  const newest = useAnswer('/v1/transactions', { query: { merchant, limit: 1 } }, { enabled: !isChosen });
  if (isChosen) return { span: { from, to }, isOld: false };
  if (newest.data === undefined && newest.error === null) return { span: undefined, isOld: false };
  const at = newest.data?.data[0]?.at;
  const recent = { from: daysAfter(today(), -SPAN_DAYS), to: today() };
  const day = typeof at === 'string' ? dayOf(at) : today();
  if (day >= recent.from) return { span: recent, isOld: false };
  return { span: { from: daysAfter(day, -AFTER_SALE_DAYS), to: daysAfter(day, AFTER_SALE_DAYS) }, isOld: true };
}
