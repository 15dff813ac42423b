import { parseArgs } from 'node:util';
import { adminRequest } from '../admin-call.js';
import { UsageError, type CliCommand } from '../command.js';
import { save } from '../save.js';

const FIELDS = [
  'account',
  'order',
  'payment',
  'match',
  'report',
  'event',
  'notice',
  'from',
  'to',
  'merchant',
  'store',
  'side',
  'channel',
  'method',
  'liveRoom',
  'terminal',
  'operator',
  'destination',
  'effective',
  'known',
  'checkpoint',
  'limit',
  'cursor',
] as const;

export const evidence: CliCommand = {
  name: 'evidence',
  says:
    'what is behind a number, as a zip that is verified offline (verify --bundle): --out FILE and one of --account A ' +
    '[--effective DAY], --order ID, --payment ID, --match CASE, --event POSITION|ID, --notice SHA256, --report COLUMN --from DAY --to DAY ' +
    '[--merchant, --store, --side, --channel, --method, --liveRoom, --terminal, --operator, --destination]; --known POSITION|TIME|DAY, --checkpoint SIZE, --url URL (with HEZHANG_ADMIN_KEY)',
  async run(context) {
    const { out, query, url } = parse(context.args);
    const response = await adminRequest(context, { url, path: `/v1/evidence?${query.toString()}` });
    await save(response, out);
    const [position, size] = ['position', 'checkpoint'].map((name) => String(response.headers.get(`x-ledger-${name}`)));
    context.print(`${out}: known at ${position ?? ''}, proved against the checkpoint of ${size ?? ''} events`);
    return 0;
  },
};

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const fields = Object.fromEntries(FIELDS.map((field) => [field, text])) as Record<(typeof FIELDS)[number], typeof text>;
  try {
    const { values } = parseArgs({ args: [...args], options: { ...fields, out: text, url: text } });
    const { out, url, ...said } = values;
    if (out === undefined) throw new UsageError('evidence takes --out, and what it is of');
    return { out, url, query: new URLSearchParams(said) };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
