import { parseArgs } from 'node:util';
import { adminRequest } from '../admin-call.js';
import { UsageError, type CliCommand, type CommandContext } from '../command.js';
import { tableOf, type PrintedColumn } from '../tables.js';

export const fetchBills: CliCommand = {
  name: 'fetch',
  says: 'bills that are fetched by API, what is missing and why: --merchant ID, --day DAY (asks for all bills of that day now), --url URL (with HEZHANG_ADMIN_KEY)',
  async run(context) {
    const options = parse(context.args);
    const { day } = options;
    if (day !== undefined) await askForAll(context, { ...options, day });
    const { data } = await listed(context, options);
    for (const line of tableOf(COLUMNS, data)) context.print(line);
    return data.some(({ state }) => state === 'overdue') ? 1 : 0;
  },
};

interface Bill {
  readonly bill: string;
  readonly account: string;
  readonly day: string;
  readonly state: string;
  readonly code: string | null;
  readonly rows: number | null;
  readonly nextTryAt: string | null;
}

interface Listed {
  readonly schedules: readonly { readonly bill: string; readonly account: string; readonly state: string }[];
  readonly data: readonly Bill[];
}

const COLUMNS: readonly PrintedColumn<Bill>[] = [
  { head: 'day', cell: ({ day }) => day },
  { head: 'bill', cell: ({ bill }) => bill },
  { head: 'account', cell: ({ account }) => account },
  { head: 'state', cell: ({ state }) => state },
  { head: 'rows', cell: ({ rows }) => String(rows ?? '-'), align: 'right' },
  { head: 'why', cell: ({ code }) => code ?? '' },
  { head: 'next try', cell: ({ nextTryAt }) => nextTryAt ?? '' },
];

interface Options {
  readonly merchant: string;
  readonly day: string | undefined;
  readonly url: string | undefined;
}

function parse(args: readonly string[]): Options {
  const text = { type: 'string' } as const;
  try {
    const { values } = parseArgs({ args: [...args], options: { merchant: text, day: text, url: text } });
    const { merchant, day, url } = values;
    if (merchant === undefined) throw new UsageError('fetch takes --merchant, and --day, a day like 2026-09-20');
    return { merchant, day, url };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

async function listed(context: CommandContext, { merchant, day, url }: Options): Promise<Listed> {
  const days = day === undefined ? {} : { from: day, to: day };
  const query = new URLSearchParams({ merchant, ...days }).toString();
  return (await (await adminRequest(context, { url, path: `/v1/statement-fetches?${query}` })).json()) as Listed;
}

/** The work is the server's: it goes on when we have ended, and asking again shows how it went. */
async function askForAll(context: CommandContext, options: Options & { readonly day: string }): Promise<void> {
  const { schedules } = await listed(context, options);
  for (const { bill, account } of schedules.filter(({ state }) => state === 'on')) {
    const path = `/v1/statement-fetches/${bill}/${encodeURIComponent(account)}/${encodeURIComponent(options.day)}/now`;
    await adminRequest(context, { url: options.url, path, body: {} });
  }
}
