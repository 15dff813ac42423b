import { readFile } from 'node:fs/promises';
import { Chart } from '#exports';
import { ConfigError, type ExportSettings } from '../config.js';

/** The chart of accounts that was set, else the one that ships. @throws ConfigError in words */
export async function chartOf({ chartFile }: Pick<ExportSettings, 'chartFile'>): Promise<Chart> {
  if (chartFile === undefined) return Chart.shipped;
  try {
    return Chart.of(JSON.parse(await readFile(chartFile, 'utf8')));
  } catch (error) {
    throw new ConfigError([`HEZHANG_CHART ${chartFile}: ${error instanceof Error ? error.message : String(error)}`]);
  }
}
