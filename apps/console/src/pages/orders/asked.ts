import type { QueryOf } from '../../api/client';
import { daysAfter } from '../../i18n/formats';
import { isDay } from '../../parts/span';
import { useUrlState } from '../../parts/url-state';
import { STATUSES } from '../../i18n/status.words';
import { fenOf } from '../../i18n/amount';
import { KIND_CODES } from './kinds';

/** As the address has them; empty: not asked for. */
export interface Filters {
  readonly id: string;
  readonly merchant: string;
  readonly store: string;
  readonly kind: string;
  readonly side: string;
  readonly channel: string;
  readonly method: string;
  readonly status: string;
  readonly from: string;
  readonly to: string;
  /** In yuan, as somebody typed them. */
  readonly least: string;
  readonly most: string;
  readonly exception: string;
}

const isNumber = (text: string): boolean => /^[A-Za-z0-9._:-]{1,128}$/.test(text);
const isWord = (text: string): boolean => /^[A-Za-z0-9_-]{1,64}$/.test(text);
const isAmount = (text: string): boolean => fenOf(text) !== undefined;
const isOneOf =
  (...texts: readonly string[]) =>
  (text: string): boolean =>
    texts.includes(text);

/** What the address asks for; what the ledger would not understand counts as absent. */
export function useFilters(): Filters {
  return {
    id: useUrlState('id', '', isNumber)[0],
    merchant: useUrlState('merchant', '', isWord)[0],
    store: useUrlState('store', '', isWord)[0],
    kind: useUrlState('kind', '', isOneOf(...KIND_CODES))[0],
    side: useUrlState('side', '', isOneOf('online', 'offline'))[0],
    channel: useUrlState('channel', '', isWord)[0],
    method: useUrlState('method', '', isWord)[0],
    status: useUrlState('status', '', isOneOf(...Object.keys(STATUSES.en)))[0],
    from: useUrlState('from', '', isDay)[0],
    to: useUrlState('to', '', isDay)[0],
    least: useUrlState('least', '', isAmount)[0],
    most: useUrlState('most', '', isAmount)[0],
    exception: useUrlState('exception', '', isWord)[0],
  };
}

const startOf = (day: string): string => `${day}T00:00:00+08:00`;

/** The same as the ledger is asked. */
export function queryOf({ from, to, least, most, ...words }: Filters): QueryOf<'/v1/transactions'> {
  const said = Object.fromEntries(Object.entries(words).filter(([, text]) => text !== ''));
  const amountFrom = fenOf(least);
  const amountTo = fenOf(most);
  return {
    ...said,
    ...(from !== '' && { from: startOf(from) }),
    ...(to !== '' && { before: startOf(daysAfter(to, 1)) }),
    ...(amountFrom !== undefined && { amountFrom }),
    ...(amountTo !== undefined && { amountTo }),
  };
}
