import { access, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ImportLine, type FileImported } from '../import-line.js';
import { uploadStatement, type Uploaded, type UploadTo } from '../statement-upload.js';
import { DemoFailure } from './ledger.js';
import type { Output } from './progress-bar.js';
import { MAPPINGS } from './story/statements/mapped.js';
import type { StatementFile } from './story/statements/statement-file.js';
import type { Story } from './story/story.js';

export interface StatementPlace {
  /** Where statements are written to, in a folder of their story. */
  readonly folder: string;
  /** Of the ledger: where it looks for mappings. */
  readonly mappings: string;
}

interface To extends StatementPlace {
  readonly url: string;
  readonly adminKey: string;
  /** How long the ledger may be away. */
  readonly patienceMs: number;
}

interface Stage {
  readonly output: Output;
  readonly print: (line: string) => void;
}

const PAUSE_MS = 500;

/** Writes what channels and the bank say of the story, and imports it file by file. @throws DemoFailure where a line is not taken */
export async function bringStatements(story: Story, to: To, { output, print }: Stage): Promise<void> {
  const folder = join(to.folder, story.cast.merchantId);
  await mkdir(folder, { recursive: true });
  await mkdir(to.mappings, { recursive: true });
  for (const mapping of MAPPINGS) await writeUnlessThere(join(to.mappings, `${mapping.name}.json`), JSON.stringify(mapping));
  print(`Statements of the days after, in ${folder}:`);
  const sender = { url: to.url, adminKey: to.adminKey, account: undefined, merchant: story.cast.merchantId };
  for (const file of story.statements.files) {
    const path = join(folder, file.name);
    await writeFile(path, file.content);
    const line = new ImportLine(output, file.name);
    const imported = await sent(path, { ...sender, patienceMs: to.patienceMs }, line);
    line.finish(imported);
    hold(file, imported);
  }
}

/** What an installation has fitted to its own files stays. */
async function writeUnlessThere(path: string, text: string): Promise<void> {
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (!isThere) await writeFile(path, text);
}

/** An import goes on where it broke off. */
async function sent(path: string, to: UploadTo & Pick<To, 'patienceMs'>, line: ImportLine): Promise<FileImported> {
  const giveUpAt = Date.now() + to.patienceMs;
  for (;;) {
    const uploaded = await uploadStatement(path, to, line).catch((): Uploaded => ({
      refused: 'the ledger does not answer',
      isOutage: true,
    }));
    if ('imported' in uploaded) return uploaded.imported;
    if (!uploaded.isOutage || Date.now() > giveUpAt) throw new DemoFailure(`${path}: ${uploaded.refused}`);
    await sleep(PAUSE_MS);
  }
}

function hold(file: StatementFile, { format, rows, quarantined, trailers }: FileImported): void {
  const isAsWritten = format === file.format && rows === file.rows && quarantined === 0 && trailers.length === 0;
  if (!isAsWritten) throw new DemoFailure(`${file.name}: ${format}, ${String(rows)} rows of ${String(file.rows)}`);
}
