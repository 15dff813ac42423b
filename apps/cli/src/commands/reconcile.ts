import { parseArgs } from 'node:util';
import { isBusinessDate } from '#kernel';
import { adminCall, adminRequest } from '../admin-call.js';
import { UsageError, type CliCommand, type CommandContext } from '../command.js';
import { reconcileLines, type ClearingRow, type OpenCase } from '../reconcile-report.js';

const FIRST_DAY = '2000-01-01';
const LAST_DAY = '2999-12-31';
const PAGE = 500;

export const reconcile: CliCommand = {
  name: 'reconcile',
  says: 'compares orders, ledger, statements and banks now: --merchant ID, --day DAY, --url URL (with HEZHANG_ADMIN_KEY); ends with 1 where differences are open',
  async run(context) {
    const options = parse(context.args);
    const merchants = options.merchant === undefined ? await merchantsOf(context, options) : [options.merchant];
    let open = 0;
    for (const merchant of merchants) open += await reconciled(context, merchant, options);
    return open > 0 ? 1 : 0;
  },
};

/** Prints what came of one merchant; answers how many differences are open. */
async function reconciled(context: CommandContext, merchant: string, { day, url }: Options): Promise<number> {
  const days = day === undefined ? {} : { from: day, to: day };
  const ran = await adminRequest(context, { url, path: '/v1/reconciliations', body: { merchant, ...days } });
  const { position } = (await ran.json()) as { readonly position: string };
  const query = new URLSearchParams({ merchant, minPosition: position, from: day ?? FIRST_DAY, to: day ?? LAST_DAY });
  const rows = await adminCall<ClearingRow[]>(context, { url, path: `/v1/clearing?${query.toString()}` });
  const cases = await openCases(context, url, query);
  context.print(merchant);
  for (const line of reconcileLines(rows, cases)) context.print(line);
  return cases.filter(({ status }) => status === 'difference').length;
}

async function openCases(context: CommandContext, url: string | undefined, query: URLSearchParams): Promise<OpenCase[]> {
  const cases: OpenCase[] = [];
  let cursor: string | undefined;
  do {
    const asked = new URLSearchParams({ ...Object.fromEntries(query), status: 'undecided', limit: String(PAGE) });
    if (cursor !== undefined) asked.set('cursor', cursor);
    const response = await adminRequest(context, { url, path: `/v1/match-cases?${asked.toString()}` });
    const page = (await response.json()) as { readonly data: readonly OpenCase[]; readonly next?: string };
    cases.push(...page.data);
    cursor = page.next;
  } while (cursor !== undefined);
  return cases;
}

async function merchantsOf(context: CommandContext, { url }: Options): Promise<string[]> {
  const merchants = await adminCall<readonly { readonly id: string }[]>(context, { url, path: '/v1/merchants' });
  return merchants.map(({ id }) => id);
}

interface Options {
  readonly merchant: string | undefined;
  readonly day: string | undefined;
  readonly url: string | undefined;
}

function parse(args: readonly string[]): Options {
  const text = { type: 'string' } as const;
  let options: Options;
  try {
    const { values } = parseArgs({ args: [...args], options: { merchant: text, day: text, url: text } });
    options = { merchant: values.merchant, day: values.day, url: values.url };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  if (options.day !== undefined && !isBusinessDate(options.day)) throw new UsageError('--day is a day like 2026-09-21');
  return options;
}
