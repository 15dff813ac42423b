import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { chartOf, type Sold } from '#exports';
import { adminCall } from '../admin-call.js';
import { UsageError, type CliCommand } from '../command.js';
import { reportLines, type ReportedRow } from '../report-table.js';

export const report: CliCommand = {
  name: 'report',
  says: 'the unified report, online and offline: --from DAY --to DAY, --per day|week|month, --svg FILE (a chart), --url URL (with HEZHANG_ADMIN_KEY)',
  async run(context) {
    const { from, to, per, svg, url } = parse(context.args);
    const query = new URLSearchParams({ from, to, per, by: 'businessDate,side' });
    const rows = await adminCall<ReportedRow[]>(context, { url, path: `/v1/reports/daily?${query.toString()}` });
    for (const line of reportLines(rows)) context.print(line);
    if (svg === undefined) return 0;
    await writeFile(svg, chartOf(`Sold per ${per}, ${from} to ${to}, yuan`, soldIn(rows)));
    context.print(`${svg}: what was sold, online beside offline`);
    return 0;
  },
};

/** Days of the report, each with what was sold on either side. */
function soldIn(rows: readonly ReportedRow[]): Sold[] {
  const days = Map.groupBy(rows, ({ businessDate }) => businessDate);
  return [...days].map(([day, sides]) => ({
    day,
    online: sides.find(({ side }) => side === 'online')?.gross ?? 0,
    offline: sides.find(({ side }) => side === 'offline')?.gross ?? 0,
  }));
}

interface Options {
  readonly from: string;
  readonly to: string;
  readonly per: string;
  readonly svg: string | undefined;
  readonly url: string | undefined;
}

function parse(args: readonly string[]): Options {
  const text = { type: 'string' } as const;
  const options = { from: text, to: text, per: { type: 'string', default: 'day' }, svg: text, url: text } as const;
  try {
    const { values } = parseArgs({ args: [...args], options });
    const { from, to, per, svg, url } = values;
    if (from === undefined || to === undefined) throw new UsageError('report takes --from and --to, days like 2026-09-21');
    return { from, to, per, svg, url };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
