import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Sample } from '../../../server/src/explain/evidence-desk.js';
import { adminCall, adminRequest } from '../admin-call.js';
import { UsageError, type CliCommand } from '../command.js';
import { save } from '../save.js';

const FIELDS = ['seed', 'n', 'above', 'from', 'to', 'merchant', 'known', 'checkpoint'] as const;

export const sample: CliCommand = {
  name: 'sample',
  says:
    'draw booking events for an audit, the same for the same seed and position: --seed S, --n 25, --above FEN, --from DAY --to DAY, ' +
    '--merchant M, --known POSITION, --checkpoint SIZE, --out DIR (sample.json and an evidence pack of each), --url URL (with HEZHANG_ADMIN_KEY)',
  async run(context) {
    const { out, query, url } = parse(context.args);
    const drawn = await adminCall<Sample>(context, { url, path: `/v1/evidence/sample?${query.toString()}` });
    const { checkpoint, events, population, position } = drawn;
    for (const { amount, id, position: at, stream, type } of events)
      context.print(`${at} ${id} ${type} ${stream} ${String(amount)}`);
    context.print(
      `${String(events.length)} of ${String(population.count)} events that book ${String(population.sum)} together, known at ${position}, ` +
        `checkpoint of ${String(checkpoint.size)} events`,
    );
    if (out === undefined) return 0;
    await mkdir(out, { recursive: true });
    await writeFile(join(out, 'sample.json'), `${JSON.stringify(drawn, null, 1)}\n`);
    for (const { id, position: at } of events) {
      const asked = new URLSearchParams({ event: at, known: position, checkpoint: String(checkpoint.size) });
      await save(await adminRequest(context, { url, path: `/v1/evidence?${asked.toString()}` }), join(out, `${id}.zip`));
    }
    context.print(`${out}: sample.json and ${String(events.length)} evidence packs`);
    return 0;
  },
};

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const fields = Object.fromEntries(FIELDS.map((field) => [field, text])) as Record<(typeof FIELDS)[number], typeof text>;
  try {
    const { values } = parseArgs({ args: [...args], options: { ...fields, out: text, url: text } });
    const { out, url, ...said } = values;
    if (said.seed === undefined) throw new UsageError('sample takes --seed');
    return { out, url, query: new URLSearchParams(said) };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
