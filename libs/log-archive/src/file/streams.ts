import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createGunzip, createGzip, createZstdCompress, createZstdDecompress } from 'node:zlib';

/** Text of events packs well enough at the fast end, and reading stays the slower part. */
const GZIP_LEVEL = 3;
const CHUNK_BYTES = 1_048_576;
const LINE_FEED = 0x0a;

interface Packing {
  readonly ending: string;
  readonly pack: () => Transform;
  readonly unpack: () => Transform;
}

const PACKINGS: readonly Packing[] = [
  {
    ending: '.gz',
    pack: () => createGzip({ level: GZIP_LEVEL, chunkSize: CHUNK_BYTES }),
    unpack: () => createGunzip({ chunkSize: CHUNK_BYTES }),
  },
  {
    ending: '.zst',
    pack: () => createZstdCompress({ params: { [constants.ZSTD_c_checksumFlag]: 1 } }),
    unpack: () => createZstdDecompress({ chunkSize: CHUNK_BYTES }),
  },
];

const packingOf = (path: string): Packing | undefined => PACKINGS.find(({ ending }) => path.endsWith(ending));

/** Writes a file, packed as its name says; under its own name only once it is whole and on disk. */
export async function writeWhole(path: string, pieces: AsyncIterable<Buffer>): Promise<void> {
  const part = `${path}.part`;
  const packing = packingOf(path);
  const from = Readable.from(pieces, { objectMode: false, highWaterMark: CHUNK_BYTES });
  try {
    const to = createWriteStream(part, { flush: true, mode: 0o600 });
    await (packing ? pipeline(from, packing.pack(), to) : pipeline(from, to));
    await rename(part, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path);
  await folder.sync().finally(() => folder.close());
}

/** The lines of a file, unpacked as its name says, without their line feeds. What stands behind the last one is a line too. */
export async function* linesOf(path: string): AsyncGenerator<Buffer[]> {
  const file = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  const unpack = packingOf(path)?.unpack();
  const bytes: Readable = unpack ?? file;
  const failed = (error: Error): unknown => bytes.destroy(error);
  if (unpack) file.once('error', failed).pipe(unpack);
  let rest: Buffer[] = [];
  try {
    for await (const chunk of bytes as AsyncIterable<Buffer>) {
      const lines: Buffer[] = [];
      let from = 0;
      for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, from)) {
        const piece = chunk.subarray(from, end);
        lines.push(rest.length === 0 ? piece : Buffer.concat([...rest, piece]));
        rest = [];
        from = end + 1;
      }
      if (from < chunk.length) rest.push(chunk.subarray(from));
      if (lines.length > 0) yield lines;
    }
    if (rest.length > 0) yield [Buffer.concat(rest)];
  } finally {
    file.destroy();
  }
}
