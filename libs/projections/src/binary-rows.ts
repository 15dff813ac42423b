/** Signature, flags and extension length. Source: PostgreSQL, COPY, binary format. */
const HEADER = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)]);
const TRAILER = -1;
const NULL_LENGTH = -1;
const TWO_POW_32 = 0x1_0000_0000;
const FIRST_BYTES = 65_536;
/** A character takes three bytes of UTF-8 at most; one of two code units takes four. */
const BYTES_PER_UNIT = 3;
/** PostgreSQL counts days and microseconds from 2000-01-01. */
const EPOCH_MS = Date.UTC(2000, 0, 1);
const DAY_MS = 86_400_000;

/**
 * Rows in the binary format of COPY. To PostgreSQL they cost a third of the same rows spread out of arrays: it inserts them
 * page by page.
 */
export class BinaryRows {
  private buffer = Buffer.allocUnsafe(FIRST_BYTES);
  private at = HEADER.copy(this.buffer);
  private day = { text: '', days: 0 };
  private moment = { text: '', microseconds: 0 };

  /** Everything written, closed. */
  end(): Buffer {
    this.int2Bare(TRAILER);
    return this.buffer.subarray(0, this.at);
  }

  row(fields: number): void {
    this.int2Bare(fields);
  }

  nothing(): void {
    this.int4Bare(NULL_LENGTH);
  }

  boolean(value: boolean): void {
    this.int4Bare(1);
    this.room(1);
    this.at = this.buffer.writeUInt8(value ? 1 : 0, this.at);
  }

  int2(value: number): void {
    this.int4Bare(2);
    this.int2Bare(value);
  }

  int4(value: number): void {
    this.int4Bare(4);
    this.int4Bare(value);
  }

  /** @throws RangeError beyond the safe integers */
  int8(value: number): void {
    if (!Number.isSafeInteger(value)) throw new RangeError(`not a safe integer: ${String(value)}`);
    this.int4Bare(8);
    this.room(8);
    this.buffer.writeInt32BE(Math.floor(value / TWO_POW_32), this.at);
    this.at = this.buffer.writeUInt32BE(value >>> 0, this.at + 4);
  }

  /** `YYYY-MM-DD`. @throws RangeError on anything else */
  date(text: string): void {
    if (this.day.text !== text) this.day = { text, days: (epochMs(`${text}T00:00:00Z`) - EPOCH_MS) / DAY_MS };
    this.int4(this.day.days);
  }

  /** ISO 8601 with zone, to the millisecond. @throws RangeError on anything else */
  timestamptz(text: string): void {
    if (this.moment.text !== text) this.moment = { text, microseconds: (epochMs(text) - EPOCH_MS) * 1000 };
    this.int8(this.moment.microseconds);
  }

  text(text: string): void {
    this.room(4 + text.length * BYTES_PER_UNIT);
    const length = this.buffer.write(text, this.at + 4);
    this.buffer.writeInt32BE(length, this.at);
    this.at += 4 + length;
  }

  bytes(bytes: Uint8Array): void {
    this.int4Bare(bytes.length);
    this.room(bytes.length);
    this.buffer.set(bytes, this.at);
    this.at += bytes.length;
  }

  private int2Bare(value: number): void {
    this.room(2);
    this.at = this.buffer.writeInt16BE(value, this.at);
  }

  private int4Bare(value: number): void {
    this.room(4);
    this.at = this.buffer.writeInt32BE(value, this.at);
  }

  private room(bytes: number): void {
    if (this.at + bytes <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.at + bytes));
    this.buffer.copy(larger, 0, 0, this.at);
    this.buffer = larger;
  }
}

function epochMs(text: string): number {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw new RangeError(`not a date: ${text}`);
  return ms;
}
