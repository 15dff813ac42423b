import { migrate, openPool } from '#postgres';
import { PROJECTION_MIGRATIONS } from '#projections';
import type { ExportHow, ExportMade } from './export-child.js';
import { exportedBy, filled } from './export-rows.js';
import { quantile, rounded } from './rounds.js';

const ROWS = 200_000;
const MERCHANT = 'large';
const WAYS: readonly ExportHow[] = ['read', 'csv', 'xlsx'];

/** An export of 200,000 lines, each in a process of its own, beside reading its rows alone in the same run. */
export async function benchExport(url: string, { rounds = 3, rows = ROWS } = {}): Promise<Record<string, unknown>> {
  const pool = openPool(url, { max: 4 });
  await migrate(pool, PROJECTION_MIGRATIONS);
  await filled(pool, { [MERCHANT]: rows });
  await pool.end();
  const made = new Map<ExportHow, ExportMade[]>(WAYS.map((how) => [how, []]));
  for (let round = 0; round < rounds; round += 1)
    for (const how of WAYS) made.get(how)?.push(await exportedBy(url, MERCHANT, how));
  const median = (how: ExportHow, of: (one: ExportMade) => number): number => quantile(made.get(how)?.map(of) ?? [], 0.5);
  const perSecond = (how: ExportHow): number => Math.round(median(how, (one) => one.rows / one.seconds));
  const results = WAYS.map((how) => [how, { perSecond: perSecond(how), peakRssMb: median(how, ({ peakRssMb }) => peakRssMb) }]);
  return {
    unit: `lines/s of an export of ${String(rows)} transactions, digest included; medians`,
    results: Object.fromEntries(results) as Record<string, unknown>,
    ratios: {
      'CSV over reading its rows once': rounded(perSecond('csv') / perSecond('read')),
      'XLSX over reading its rows once': rounded(perSecond('xlsx') / perSecond('read')),
    },
  };
}
