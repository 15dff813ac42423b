import { Zip, ZipPassThrough, unzipSync } from 'fflate';
import { Fault } from '#kernel';

/** A file of an archive. */
export interface ArchiveFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/**
 * A zip of files as they are, in their order, without a time: equal files give equal bytes, whoever packs them and whenever. Nothing is
 * compressed, so that no version of a compressor has a say in it.
 */
export function* packed(files: Iterable<ArchiveFile>): Generator<Uint8Array> {
  let chunks: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    chunks.push(chunk);
  });
  for (const { path, bytes } of files) {
    const file = new ZipPassThrough(path);
    // Zip has no zone: the first moment that it can say, whatever the zone of this machine.
    file.mtime = new Date(1980, 0, 1);
    zip.add(file);
    file.push(bytes, true);
    yield* chunks;
    chunks = [];
  }
  zip.end();
  yield* chunks;
}

/** The files of an archive, in their order. @throws where it is none, or holds what is compressed */
export function unpacked(archive: Uint8Array): ArchiveFile[] {
  const files = unzipSync(archive, {
    filter: ({ compression, name }) => {
      if (compression !== 0) throw new Fault(`${name} is compressed`);
      return true;
    },
  });
  return Object.entries(files).map(([path, bytes]) => ({ path, bytes }));
}
