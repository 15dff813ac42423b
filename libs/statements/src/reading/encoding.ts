import { isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';

/** The two that statements come in. */
export type Encoding = 'utf-8' | 'gb18030';

const DECODERS: Readonly<Record<Encoding, TextDecoder>> = {
  'utf-8': new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }),
  gb18030: new TextDecoder('gb18030', { fatal: true, ignoreBOM: true }),
};

/** Undefined where the bytes are no text of that encoding. */
export function decoded(bytes: Uint8Array, encoding: Encoding): string | undefined {
  try {
    return DECODERS[encoding].decode(bytes);
  } catch {
    return undefined;
  }
}

const NAME_LIMIT = 200;

/** Names in archives do not say how they are written: UTF-8 where they are that, else GB18030. Shortened. */
export const decodedName = (bytes: Buffer): string =>
  (decoded(bytes, isUtf8(bytes) ? 'utf-8' : 'gb18030') ?? bytes.toString('latin1')).slice(0, NAME_LIMIT).toWellFormed();

export const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

/** All of a file: a byte order mark makes it UTF-8, else being UTF-8 to the last byte does, else it is GB18030. Never a guess by likelihood. */
export class EncodingOfAll {
  private readonly utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  private start = Buffer.alloc(0);
  private isValid = true;

  add(chunk: Buffer): void {
    if (this.start.length < BOM.length) this.start = Buffer.concat([this.start, chunk.subarray(0, BOM.length)]);
    if (this.isValid) this.tryDecoding(chunk, true);
  }

  end(): Encoding {
    if (this.isValid) this.tryDecoding(new Uint8Array(), false);
    const hasMark = this.start.subarray(0, BOM.length).equals(BOM);
    return hasMark || this.isValid ? 'utf-8' : 'gb18030';
  }

  private tryDecoding(chunk: Uint8Array, stream: boolean): void {
    try {
      this.utf8.decode(chunk, { stream });
    } catch {
      this.isValid = false;
    }
  }
}
