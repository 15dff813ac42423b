import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { chartOf, type Bars } from '#exports';
import { adminCall } from '../admin-call.js';
import { UsageError, type CliCommand, type CommandContext } from '../command.js';
import {
  REPORT_AXES,
  ageingBars,
  ageingLines,
  discountBars,
  discountLines,
  reportLines,
  soldBars,
  type AgedRow,
  type DiscountedRow,
  type PrintedAxis,
  type ReportedRow,
} from '../report-table.js';

export const report: CliCommand = {
  name: 'report',
  says:
    'the unified report, online and offline: --from DAY --to DAY, --per day|week|month, ' +
    `--by ${REPORT_AXES.join('|')}; --discounts: who bore them; --ageing: how old what is outstanding at the end of --to is; ` +
    '--svg FILE (a chart), --url URL (with HEZHANG_ADMIN_KEY)',
  async run(context) {
    const options = parse(context.args);
    const { title, lines, bars, shows } = await READ[options.what](context, options);
    for (const line of lines) context.print(line);
    if (options.svg === undefined) return 0;
    await writeFile(options.svg, chartOf(title, bars));
    context.print(`${options.svg}: ${shows}`);
    return 0;
  },
};

interface Printed {
  readonly title: string;
  readonly lines: readonly string[];
  readonly bars: Bars;
  /** What the chart shows, in words. */
  readonly shows: string;
}

const READ: Readonly<Record<Options['what'], (context: CommandContext, options: Options) => Promise<Printed>>> = {
  async sold(context, { from, to, per, by, url }) {
    const query = new URLSearchParams({ from, to, per, by: `businessDate,${by}` });
    const rows = await adminCall<ReportedRow[]>(context, { url, path: `/v1/reports/daily?${query.toString()}` });
    const shows = by === 'side' ? 'what was sold, online beside offline' : `what was sold, by ${by}`;
    const title = `Sold per ${per}, ${from} to ${to}, yuan`;
    return { title, lines: reportLines(rows, by), bars: soldBars(rows, by), shows };
  },
  async discounts(context, { from, to, per, url }) {
    const query = new URLSearchParams({ from, to, per, by: 'businessDate' });
    const rows = await adminCall<DiscountedRow[]>(context, { url, path: `/v1/reports/discounts?${query.toString()}` });
    const title = `Discounts per ${per}, ${from} to ${to}, yuan`;
    return { title, lines: discountLines(rows), bars: discountBars(rows), shows: 'who bore the discounts' };
  },
  async ageing(context, { to, url }) {
    const path = `/v1/reports/ageing?${new URLSearchParams({ effective: to }).toString()}`;
    const rows = await adminCall<AgedRow[]>(context, { url, path });
    const title = `Outstanding at the end of ${to} by days since the sale, yuan`;
    return { title, lines: ageingLines(rows), bars: ageingBars(rows), shows: 'what is outstanding, by age' };
  },
};

interface Options {
  readonly what: 'sold' | 'discounts' | 'ageing';
  readonly from: string;
  readonly to: string;
  readonly per: string;
  readonly by: PrintedAxis;
  readonly svg: string | undefined;
  readonly url: string | undefined;
}

function parse(args: readonly string[]): Options {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const options = {
    from: text,
    to: text,
    per: { ...text, default: 'day' },
    by: { ...text, default: 'side' },
    discounts: flag,
    ageing: flag,
    svg: text,
    url: text,
  } as const;
  try {
    const { values } = parseArgs({ args: [...args], options });
    const { from, to, per, by, discounts, ageing, svg, url } = values;
    if (to === undefined || (from === undefined && !ageing))
      throw new UsageError('report takes --from and --to, days like 2026-09-21; with --ageing --to alone');
    if (discounts && ageing) throw new UsageError('report takes --discounts or --ageing, not both');
    const axis = REPORT_AXES.find((known) => known === by);
    if (!axis) throw new UsageError(`--by takes one of ${REPORT_AXES.join(', ')}`);
    return { what: ageing ? 'ageing' : discounts ? 'discounts' : 'sold', from: from ?? to, to, per, by: axis, svg, url };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
