import { parseArgs } from 'node:util';
import { adminCall } from '../admin-call.js';
import { checkupLines, type CheckupView } from '../checkup-report.js';
import { UsageError, type CliCommand } from '../command.js';

export const checkup: CliCommand = {
  name: 'checkup',
  says: 'whether all that was set up for a merchant works: --merchant ID, --json, --url URL (with HEZHANG_ADMIN_KEY); ends with 0 where it does',
  async run(context) {
    const { merchant, json, url } = parse(context.args);
    const found = await adminCall<CheckupView>(context, { url, path: `/v1/merchants/${encodeURIComponent(merchant)}/checkup` });
    for (const line of json ? [JSON.stringify(found)] : checkupLines(found)) context.print(line);
    return found.verdict === 'ok' ? 0 : 1;
  },
};

interface Options {
  readonly merchant: string;
  readonly json: boolean;
  readonly url: string | undefined;
}

function parse(args: readonly string[]): Options {
  const text = { type: 'string' } as const;
  try {
    const { values } = parseArgs({ args: [...args], options: { merchant: text, url: text, json: { type: 'boolean' } } });
    const { merchant, json = false, url } = values;
    if (merchant === undefined) throw new UsageError('checkup takes --merchant');
    return { merchant, json, url };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
