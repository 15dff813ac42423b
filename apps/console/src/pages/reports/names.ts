import { useSession } from '../../app/session';
import { COMMON } from '../../i18n/common.words';
import { CHANNELS, METHODS, SIDES } from '../../i18n/ledger.words';
import { useNames, useWords } from '../../i18n/language';
import type { Axis } from './asked';

const NONE = '-';

/** Values of axes in words. */
export function useAxisNames(merchant: string): (axis: Axis, code: string | null | undefined) => string {
  const { noStore, none } = useWords(COMMON);
  const stores = useSession().merchants.find(({ id }) => id === merchant)?.stores ?? [];
  const names = { side: useNames(SIDES), channel: useNames(CHANNELS), method: useNames(METHODS) };
  return (axis, code) => {
    if (code === null || code === undefined || code === '') return none;
    if (axis === 'store') return code === NONE ? noStore : (stores.find(({ id }) => id === code)?.name ?? code);
    if (code === NONE) return none;
    return axis === 'side' || axis === 'channel' || axis === 'method' ? names[axis](code) : code;
  };
}
