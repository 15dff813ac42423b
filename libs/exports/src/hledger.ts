import { dayAfter, type ExportedAccount, type ExportedEntry, type Journal } from './journal.js';
import { madeOf } from './made.js';
import { yuan } from './table.js';

/** A journal that hledger reads strictly: accounts and commodities declared, balances asserted at the end. */
export async function* hledger({ made, accounts, from, lastDay, pages }: Journal): AsyncGenerator<string> {
  const currencies = [...new Set(accounts.map(({ currency }) => currency))];
  yield [
    ...madeOf(made).map((line) => `; ${line}`),
    ...currencies.map((currency) => `commodity 1000.00 ${currency}`),
    ...accounts.map(({ account }) => `account ${account}`),
    '',
    '',
  ].join('\n');
  if (from !== undefined) yield openings(dayAfter(from, -1), accounts);
  for await (const entries of pages) yield entries.map(transaction).join('');
  if (lastDay !== undefined) yield assertions(lastDay, accounts);
}

const posting = (account: string, amount: number, currency: string): string => `    ${account}  ${yuan(amount)} ${currency}`;

function openings(day: string, accounts: readonly ExportedAccount[]): string {
  const moved = accounts.filter(({ opening }) => opening !== 0);
  if (moved.length === 0) return '';
  const postings = moved.map(({ account, opening, currency }) => posting(account, opening, currency));
  return [`${day} * opening balances`, ...postings, '', ''].join('\n');
}

function transaction(exported: ExportedEntry): string {
  const { businessDate, trueDate, type, stream, position, event, entry, kind, lines, currency } = exported;
  const late = trueDate === null ? '' : `, true-date:${trueDate}`;
  const tags = `position:${position}, event:${event}, entry:${String(entry)}, kind:${kind}${late}`;
  const postings = lines.map(({ account, amount }) => posting(account, amount, currency));
  return [`${businessDate} * ${type} | ${stream}  ; ${tags}`, ...postings, '', ''].join('\n');
}

function assertions(day: string, accounts: readonly ExportedAccount[]): string {
  const lines = accounts.map(
    ({ account, closing, currency }) => `${posting(account, 0, currency)} = ${yuan(closing)} ${currency}`,
  );
  return lines.length === 0 ? '' : [`${day} * balances at the end`, ...lines, ''].join('\n');
}
