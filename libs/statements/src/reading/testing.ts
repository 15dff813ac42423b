import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import iconv from 'iconv-lite';
import type { ColumnMapping } from '../mapping.js';
import { openStatement } from '../open-statement.js';
import type { Limits } from './limits.js';
import type {
  LineFault,
  OpenStatement,
  ReadLine,
  StatementHead,
  StatementRefusal,
  StatementRow,
  TrailerFinding,
} from '../row.js';

export const gbk = (text: string): Buffer => iconv.encode(text, 'gb18030');

export interface ZipEntry {
  readonly name: Buffer | string;
  readonly content: Buffer;
  /** General purpose bits: 1 encrypted, 2048 the name is UTF-8. */
  readonly flags?: number;
  readonly crc?: number;
}

/** A zip as archivers write it, names to the byte. */
export function zipOf(entries: readonly ZipEntry[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, flags = 0, crc = crc32(content) } of entries) {
    const named = Buffer.from(name);
    const packed = deflateRawSync(content);
    const common = Buffer.alloc(26);
    [20, flags, 8, 0, 0x5921].forEach((value, index) => common.writeUInt16LE(value, index * 2));
    [crc, packed.length, content.length].forEach((value, index) => common.writeUInt32LE(value, 10 + index * 4));
    common.writeUInt16LE(named.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, named, packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), common, tail, named]));
    locals.push(local);
    offset += local.length;
  }
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, ...directory, end]);
}

/** All that a file holds. */
export interface ReadStatement {
  readonly head: StatementHead;
  readonly lines: readonly ReadLine[];
  readonly rows: readonly StatementRow[];
  readonly faults: readonly (LineFault & { readonly line: number })[];
  readonly trailers: readonly TrailerFinding[];
}

export interface StatementFile {
  readonly name: string;
  readonly content: Buffer | string;
  readonly mappings?: readonly ColumnMapping[];
  readonly limits?: Limits;
}

/** Opens a file out of the given bytes, for as long as `use` works with it. */
export async function withStatement<T>(
  { name, content, mappings = [], limits }: StatementFile,
  use: (opened: OpenStatement | StatementRefusal) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'statement-'));
  try {
    const path = join(folder, 'spooled');
    await writeFile(path, content);
    const opened = await openStatement({ name, path }, mappings, limits);
    if (!opened.ok) return await use(opened.refusal);
    const result = await use(opened.value);
    await opened.value.close();
    return result;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The row of a Douyin fact, as an object. */
export const factOf = (
  line: ReadLine | undefined,
): { readonly of: string; readonly row: Readonly<Record<string, unknown>> } | undefined =>
  line && 'fact' in line
    ? { of: line.fact.of, row: JSON.parse(line.fact.json) as Readonly<Record<string, unknown>> }
    : undefined;

export const refusalOf = (file: StatementFile): Promise<StatementRefusal | undefined> =>
  withStatement(file, (opened) => Promise.resolve('code' in opened ? opened : undefined));

/** @throws where the file is refused */
export const readAll = (file: StatementFile): Promise<ReadStatement> =>
  withStatement(file, async (opened) => {
    if ('code' in opened) throw new Error(`${opened.code}: ${opened.says}`);
    const lines: ReadLine[] = [];
    for await (const batch of opened.lines()) lines.push(...batch);
    return {
      head: opened.head,
      lines,
      rows: lines.flatMap((line) => ('row' in line ? line.row : [])),
      faults: lines.flatMap((line) => ('fault' in line ? { line: line.line, ...line.fault } : [])),
      trailers: opened.end().trailers,
    };
  });
