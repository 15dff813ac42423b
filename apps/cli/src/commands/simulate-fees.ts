import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { UsageError, type CliCommand, type CommandContext } from '../command.js';
import { simulationLines, type SimulationView } from '../fee-simulation.js';
import { findRunning } from '../running-ledger.js';

const ANSWERS_WITHIN_MS = 600_000;

export const simulateFees: CliCommand = {
  name: 'simulate-fees',
  says: 'past days under proposed fees: --merchant ID --from DAY --to DAY --schedule FILE.json, --json, --url URL (with HEZHANG_ADMIN_KEY)',
  async run(context) {
    const { merchant, from, to, schedule, json, url } = parse(context.args);
    const simulation = await simulated(context, url, { merchant, body: { from, to, channels: await proposalIn(schedule) } });
    for (const line of json ? [JSON.stringify(simulation)] : simulationLines(simulation)) context.print(line);
    return 0;
  },
};

interface Options {
  readonly merchant: string;
  readonly from: string;
  readonly to: string;
  /** File with a list of `{channel, refundReturnsFee, lines}`, as the API takes it. */
  readonly schedule: string;
  readonly json: boolean;
  readonly url: string | undefined;
}

function parse(args: readonly string[]): Options {
  const text = { type: 'string' } as const;
  const options = { merchant: text, from: text, to: text, schedule: text, url: text, json: { type: 'boolean' } } as const;
  try {
    const { values } = parseArgs({ args: [...args], options });
    const { merchant, from, to, schedule, json = false, url } = values;
    if (merchant === undefined || from === undefined || to === undefined || schedule === undefined)
      throw new UsageError('simulate-fees takes --merchant, --from, --to and --schedule');
    return { merchant, from, to, schedule, json, url };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

async function proposalIn(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as unknown;
  } catch (error) {
    throw new UsageError(`${file} can not be read as JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

interface Asked {
  readonly merchant: string;
  readonly body: object;
}

async function simulated(
  { config }: CommandContext,
  url: string | undefined,
  { merchant, body }: Asked,
): Promise<SimulationView> {
  const { installationKeys } = await import('../../../server/src/key-files.js');
  const running = url ?? (await findRunning(config));
  if (running === undefined) throw new UsageError('No ledger is running here. Start one, or name one with --url.');
  const { adminKey } = await installationKeys(config);
  const response = await fetch(new URL(`/v1/merchants/${encodeURIComponent(merchant)}/fee-simulations`, running), {
    method: 'POST',
    headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
  });
  const text = await response.text();
  if (!response.ok) throw new UsageError(refusalLine(response.status, text));
  return (JSON.parse(text) as { readonly data: SimulationView }).data;
}

interface Refusal {
  readonly code?: string;
  readonly title?: string;
  readonly errors?: readonly { readonly field: string; readonly says: string }[];
  readonly details?: Readonly<Record<string, unknown>>;
}

function refusalLine(status: number, text: string): string {
  const { code = String(status), title = '', errors = [], details } = readRefusal(text);
  const more = [...errors.map(({ field, says }) => `${field} ${says}`), ...(details ? [JSON.stringify(details)] : [])];
  return [`${code}: ${title}`, ...more].join('\n  ');
}

function readRefusal(text: string): Refusal {
  try {
    return JSON.parse(text) as Refusal;
  } catch {
    return { title: text.slice(0, 200) };
  }
}
