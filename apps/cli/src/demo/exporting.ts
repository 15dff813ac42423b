import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DemoFailure, type Ledger } from './ledger.js';

/** A format of the journal, and who checks it: a tool where it is installed, or we ourselves. */
interface Kind {
  readonly format: 'hledger' | 'beancount' | 'csv' | 'json';
  readonly tool?: readonly [string, ...string[]];
}
const KINDS: readonly Kind[] = [
  { format: 'hledger', tool: ['hledger', 'check', '--strict', '-f'] },
  { format: 'beancount', tool: ['bean-check'] },
  { format: 'csv' },
];

const run = promisify(execFile);

/** Writes the journal as the ledger stood at a position, and checks it. Answers a line a format. @throws DemoFailure where one is not sound */
export async function exportJournal(ledger: Ledger, folder: string, position: string): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const expected = digestOf((await exported(ledger, 'json', position)).text);
  const lines: string[] = [];
  for (const { format, tool } of KINDS) {
    const { digest, text } = await exported(ledger, format, position);
    if (digest !== expected) throw new DemoFailure(`the journal as ${format} has digest ${digest}, its rows have ${expected}`);
    const path = join(folder, `journal.${format}`);
    await writeFile(path, text);
    lines.push(`Exported: ${path}, rows ${digest.slice(0, 16)}, ${tool ? await checkedBy(tool, path) : 'digest recomputed'}`);
  }
  return lines;
}

async function exported(ledger: Ledger, format: Kind['format'], position: string): Promise<{ digest: string; text: string }> {
  const path = `/v1/exports/journal?format=${format}&known=${position}`;
  const { text, headers } = await ledger.call({ method: 'GET', path });
  return { text, digest: (headers.get('x-ledger-digest') ?? '').replace('sha256:', '') };
}

/** Over the rows, as whoever gets the file can do it. */
function digestOf(json: string): string {
  const { data } = JSON.parse(json) as { readonly data: readonly object[] };
  const hash = createHash('sha256');
  for (const row of data) hash.update(`${JSON.stringify(row)}\n`);
  return hash.digest('hex');
}

async function checkedBy([program, ...args]: readonly [string, ...string[]], path: string): Promise<string> {
  try {
    await run(program, [...args, path]);
    return `${program} finds nothing wrong`;
  } catch (error) {
    const { code, stderr = '' } = error as { readonly code?: unknown; readonly stderr?: string };
    if (code === 'ENOENT') return `${program} is not installed here`;
    throw new DemoFailure(`${program}: ${stderr.slice(0, 300)}`);
  }
}
