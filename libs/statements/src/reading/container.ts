import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { crc32, createGunzip } from 'node:zlib';
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import type { StatementSource } from '../row.js';
import { decodedName } from './encoding.js';
import type { Limits } from './limits.js';
import { Refused } from './refused.js';

/** One file: the uploaded one itself, what a gzip holds, an entry of a zip. */
export interface Part {
  readonly name: string;
  /** From the beginning, each time it is asked. @throws Refused where it is broken or more than the limits allow */
  bytes(): AsyncIterable<Buffer>;
}

export interface Container {
  readonly parts: readonly Part[];
  readonly modifiedAtMs: number;
  close(): Promise<void>;
}

const ZIP_STARTS = ['PK\x03\x04', 'PK\x05\x06', 'PK\x07\x08'];
const isZip = (bytes: Buffer): boolean => ZIP_STARTS.includes(bytes.toString('latin1', 0, 4));
const isGzip = (bytes: Buffer): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** @throws Refused */
export async function openContainer({ name, path }: StatementSource, limits: Limits): Promise<Container> {
  const { size, mtimeMs } = await stat(path);
  if (size === 0) throw new Refused('STATEMENT_EMPTY', 'The file is empty.');
  if (size > limits.bytes) throw tooLarge();
  const start = await startOf(path);
  const budget = new Budget(limits, size);
  if (isZip(start)) return { ...(await openZip(path, limits, budget)), modifiedAtMs: mtimeMs };
  const read = isGzip(start) ? () => gunzipped(path, budget) : () => createReadStream(path) as AsyncIterable<Buffer>;
  const part: Part = isGzip(start)
    ? { name: name.replace(/\.gz$/i, ''), bytes: () => whole(read(), 'inside') }
    : { name, bytes: read };
  return { parts: [part], modifiedAtMs: mtimeMs, close: () => Promise.resolve() };
}

async function startOf(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

const broken = (what: string): Refused => new Refused('STATEMENT_BROKEN', what);
const tooLarge = (): Refused => new Refused('STATEMENT_TOO_LARGE', 'The file, or what it unpacks to, is larger than is taken.');

/** How much one file may unpack to, counted on the first reading of each part. */
class Budget {
  private readonly unpacked = new Map<string, number>();

  constructor(
    private readonly limits: Limits,
    private readonly packedBytes: number,
  ) {}

  /** Bytes of this reading of the part so far. */
  count(part: string, bytes: number): void {
    this.unpacked.set(part, Math.max(bytes, this.unpacked.get(part) ?? 0));
    const total = [...this.unpacked.values()].reduce((before, each) => before + each, 0);
    const isBomb = total > this.limits.ratioFrom && total > this.packedBytes * this.limits.ratio;
    if (total > this.limits.bytes || isBomb) throw tooLarge();
  }
}

async function* gunzipped(path: string, budget: Budget): AsyncIterable<Buffer> {
  const file = createReadStream(path);
  const gunzip = createGunzip();
  file.once('error', (error) => gunzip.destroy(error));
  try {
    yield* counted(file.pipe(gunzip), 'gzip', budget);
  } finally {
    file.destroy();
    gunzip.destroy();
  }
}

/** What the stream itself finds wrong is a broken file. */
async function* counted(stream: AsyncIterable<Buffer>, part: string, budget: Budget): AsyncIterable<Buffer> {
  let bytes = 0;
  try {
    for await (const chunk of stream) {
      bytes += chunk.length;
      budget.count(part, bytes);
      yield chunk;
    }
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw broken('The compressed data is broken or cut off.');
  }
}

/** Archives are opened once: what is inside may not be one. */
async function* whole(stream: AsyncIterable<Buffer>, name: string): AsyncIterable<Buffer> {
  let isFirst = true;
  for await (const chunk of stream) {
    if (isFirst && (isZip(chunk) || isGzip(chunk)))
      throw new Refused('STATEMENT_NESTED', `An archive within an archive is not opened: ${name}`);
    isFirst = false;
    yield chunk;
  }
}

async function openZip(path: string, limits: Limits, budget: Budget): Promise<Pick<Container, 'parts' | 'close'>> {
  const zip = await openPromise(path, { lazyEntries: true, autoClose: false, decodeStrings: false }).catch(() => {
    throw broken('The zip archive is broken or cut off.');
  });
  const close = (): Promise<void> => {
    zip.close();
    return Promise.resolve();
  };
  try {
    const entries = await entriesOf(zip, limits);
    const parts = entries.map((entry, index) => partOf(zip, { entry, id: String(index), budget }));
    return { parts, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Files, not folders, and not what an archiver of macOS adds. Nothing is ever unpacked to disk, so a name can lead nowhere. */
async function entriesOf(zip: ZipFile, limits: Limits): Promise<Entry[]> {
  if (zip.entryCount > limits.entries) throw tooLarge();
  const entries = await new Promise<Entry[]>((resolve, reject) => {
    const found: Entry[] = [];
    zip.on('entry', (entry: Entry) => {
      found.push(entry);
      zip.readEntry();
    });
    zip.once('end', () => resolve(found));
    zip.once('error', () => reject(broken('The zip archive is broken or cut off.')));
    zip.readEntry();
  });
  if (entries.some((entry) => entry.isEncrypted())) throw new Refused('STATEMENT_ENCRYPTED', 'The zip archive is encrypted.');
  const files = entries.filter((entry) => !/\/$|^__MACOSX\//.test(nameOf(entry)) && entry.uncompressedSize > 0);
  if (files.length === 0) throw new Refused('STATEMENT_EMPTY', 'The zip archive holds no file.');
  return files;
}

/** By rule UTF-8 where its flag is set; Alipay writes GBK without it. The typings call raw names text. */
const nameOf = ({ fileName }: Entry): string => decodedName(fileName as unknown as Buffer);

function partOf(zip: ZipFile, { entry, id, budget }: { entry: Entry; id: string; budget: Budget }): Part {
  const name = nameOf(entry);
  const stream = async function* (): AsyncIterable<Buffer> {
    const opened = await zip.openReadStreamPromise(entry).catch(() => {
      throw broken(`The entry can not be read: ${name}`);
    });
    yield* checked(counted(opened as AsyncIterable<Buffer>, id, budget), entry.crc32);
  };
  return { name, bytes: () => whole(stream(), name) };
}

async function* checked(stream: AsyncIterable<Buffer>, told: number): AsyncIterable<Buffer> {
  let sum = 0;
  for await (const chunk of stream) {
    sum = crc32(chunk, sum);
    yield chunk;
  }
  if (sum !== told) throw broken('The checksum of an entry does not agree.');
}
