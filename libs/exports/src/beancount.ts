import { beancountAccount } from './beancount-account.js';
import { dayAfter, type ExportedAccount, type ExportedEntry, type Journal } from './journal.js';
import { madeOf } from './made.js';
import { yuan } from './table.js';

/** Before anything that can be booked. */
const FIRST_DAY = '1970-01-01';

/** A journal that bean-check takes: accounts opened, balances asserted on the morning after the last day. */
export async function* beancount({ made, accounts, from, lastDay, pages }: Journal): AsyncGenerator<string> {
  const currencies = [...new Set(accounts.map(({ currency }) => currency))];
  yield [
    ...madeOf(made).map((line) => `; ${line}`),
    ...currencies.map((currency) => `option "operating_currency" "${currency}"`),
    ...accounts.map(({ account, currency }) => `${FIRST_DAY} open ${beancountAccount(account)} ${currency}`),
    '',
    '',
  ].join('\n');
  if (from !== undefined) yield openings(dayAfter(from, -1), accounts);
  for await (const entries of pages) yield entries.map(transaction).join('');
  if (lastDay !== undefined) yield assertions(dayAfter(lastDay, 1), accounts);
}

const posting = (account: string, amount: number, currency: string): string =>
  `  ${beancountAccount(account)}  ${yuan(amount)} ${currency}`;

const quoted = (text: string): string => `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;

function openings(day: string, accounts: readonly ExportedAccount[]): string {
  const moved = accounts.filter(({ opening }) => opening !== 0);
  if (moved.length === 0) return '';
  const postings = moved.map(({ account, opening, currency }) => posting(account, opening, currency));
  return [`${day} * "opening balances"`, ...postings, '', ''].join('\n');
}

const transaction = (entry: ExportedEntry): string =>
  [
    `${entry.businessDate} * ${quoted(entry.type)} ${quoted(entry.stream)}`,
    `  position: ${quoted(entry.position)}`,
    `  event: ${quoted(entry.event)}`,
    `  entry: ${quoted(String(entry.entry))}`,
    `  kind: ${quoted(entry.kind)}`,
    ...(entry.trueDate === null ? [] : [`  true-date: ${entry.trueDate}`]),
    ...entry.lines.map(({ account, amount }) => posting(account, amount, entry.currency)),
    '',
    '',
  ].join('\n');

/** beancount takes the balance of an account with all that stands below it. */
function assertions(day: string, accounts: readonly ExportedAccount[]): string {
  const rolledUp = rollUp(accounts);
  return accounts
    .map(({ account, currency }) => {
      const balance = rolledUp.get(`${currency} ${account}`) ?? 0;
      return `${day} balance ${beancountAccount(account)}  ${yuan(balance)} ${currency}\n`;
    })
    .join('');
}

function rollUp(accounts: readonly ExportedAccount[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { account, currency, closing } of accounts) {
    const steps = account.split(':');
    for (let depth = 1; depth <= steps.length; depth += 1) {
      const key = `${currency} ${steps.slice(0, depth).join(':')}`;
      sums.set(key, (sums.get(key) ?? 0) + closing);
    }
  }
  return sums;
}
