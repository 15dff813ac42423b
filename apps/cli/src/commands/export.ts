import { parseArgs } from 'node:util';
import { adminRequest } from '../admin-call.js';
import { UsageError, type CliCommand } from '../command.js';
import { save } from '../save.js';

/** What has an option of its own; the other filters of a list go by `--where`. */
const FIELDS = ['format', 'from', 'to', 'effective', 'known', 'account', 'per'] as const;

export const exporting: CliCommand = {
  name: 'export',
  says:
    'trial-balance, general-ledger, statement, journal, report, discounts, fees, ageing, settlement-report, fee-variance, charges, ' +
    'transactions, orders, payments or settlements into a file: --out FILE, ' +
    '--format json|csv|xlsx|hledger|beancount, --from DAY --to DAY, --effective DAY, --known POSITION|MOMENT|DAY, --account A, --per day|week|month, ' +
    '--where NAME=VALUE, --url URL (with HEZHANG_ADMIN_KEY); or the log itself: export log --out FILE',
  async run(context) {
    if (context.args[0] === 'log') return (await import('./export-log.js')).exportingLog(context);
    const { what, query, out, url } = parse(context.args);
    const path = `/v1/exports/${encodeURIComponent(what)}?${query.toString()}`;
    const response = await adminRequest(context, { url, path });
    await save(response, out);
    const [position, asOf, digest] = ['position', 'as-of', 'digest'].map((name) => response.headers.get(`x-ledger-${name}`));
    context.print(`${out}: ${what} as of ${asOf === 'now' ? 'now, ' : ''}position ${String(position)}, rows ${String(digest)}`);
    return 0;
  },
};

interface Options {
  readonly what: string;
  readonly query: URLSearchParams;
  readonly out: string;
  readonly url: string | undefined;
}

function parse(args: readonly string[]): Options {
  const text = { type: 'string' } as const;
  const fields = Object.fromEntries(FIELDS.map((field) => [field, text])) as Record<(typeof FIELDS)[number], typeof text>;
  const options = { ...fields, out: text, url: text, where: { type: 'string', multiple: true } } as const;
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const { out, url, where = [], ...said } = values;
    const [what, ...more] = positionals;
    if (what === undefined || more.length > 0 || out === undefined)
      throw new UsageError('export takes what to export, and --out');
    const query = new URLSearchParams(Object.entries(said));
    for (const pair of where) query.set(...pairOf(pair));
    return { what, query, out, url };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function pairOf(pair: string): [string, string] {
  const at = pair.indexOf('=');
  if (at < 1) throw new UsageError(`--where takes NAME=VALUE, not ${pair}`);
  return [pair.slice(0, at), pair.slice(at + 1)];
}
