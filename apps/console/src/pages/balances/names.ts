import { useSession } from '../../app/session';
import { EXCEPTION_NAMES } from '../../i18n/exception.words';
import { CHANNELS } from '../../i18n/ledger.words';
import { useNames } from '../../i18n/language';
import { ACCOUNTS, FEES } from './chart.words';

const MERCHANTS_ARE_BELOW = ['revenue:offline', 'expenses:fees', 'expenses:losses', 'expenses:compensation', 'equity:suspense'];

/** What the last step of an account's path is called; outside ids stay as they are. */
export function useStepName(): (account: string) => string {
  const accountName = useNames(ACCOUNTS);
  const channelName = useNames(CHANNELS);
  const feeName = useNames(FEES);
  const exceptionName = useNames(EXCEPTION_NAMES);
  const { merchants } = useSession();
  return (account) => {
    const steps = account.split(':');
    const step = steps.at(-1) ?? '';
    const above = steps.slice(0, -1).join(':');
    if (steps.length <= 2) return accountName(account) === account ? step : accountName(account);
    if (/^assets:(?:clearing|receivable|in-transit)$/.test(above)) return channelName(step);
    const merchant = merchants.find(({ id }) => id === (MERCHANTS_ARE_BELOW.includes(above) ? step : steps[2]));
    if (MERCHANTS_ARE_BELOW.includes(above)) return merchant?.name ?? step;
    const store = merchant?.stores.find(({ id }) => id === step)?.name;
    if (store !== undefined) return store;
    // Reasons of suspense are codes of exceptions, spelt as paths are.
    const code = step.toUpperCase().replaceAll('-', '_');
    return exceptionName(code) === code ? feeName(step) : exceptionName(code);
  };
}

/** Every step of the path: `资产 / 银行存款 / icbc-6222`. */
export function useAccountName(): (account: string) => string {
  const stepName = useStepName();
  return (account) =>
    account
      .split(':')
      .map((_, index, steps) => stepName(steps.slice(0, index + 1).join(':')))
      .join(' / ');
}
