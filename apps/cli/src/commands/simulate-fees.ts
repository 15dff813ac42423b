import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { adminCall } from '../admin-call.js';
import { UsageError, type CliCommand } from '../command.js';
import { simulationLines, type SimulationView } from '../fee-simulation.js';

export const simulateFees: CliCommand = {
  name: 'simulate-fees',
  says: 'past days under proposed fees: --merchant ID --from DAY --to DAY --schedule FILE.json, --json, --url URL (with HEZHANG_ADMIN_KEY)',
  async run(context) {
    const { merchant, from, to, schedule, json, url } = parse(context.args);
    const path = `/v1/merchants/${encodeURIComponent(merchant)}/fee-simulations`;
    const body = { from, to, channels: await proposalIn(schedule) };
    const simulation = await adminCall<SimulationView>(context, { url, path, body });
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
