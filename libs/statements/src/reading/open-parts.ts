import type { OpenStatement, ReadLine, StatementHead, TrailerFinding } from '../row.js';
import { Refused } from './refused.js';

/** One file among those that make up a statement. */
export interface OpenPart {
  /** Undefined where it is of no known format. */
  readonly head: StatementHead | undefined;
  /** In lots of any size. Numbers its lines from `offset` + 1 on; returns the last number. */
  lines(offset: number): AsyncGenerator<readonly ReadLine[], number>;
  end(): readonly TrailerFinding[];
}

/** An entry of an archive that nobody can read, beside others that are read: shown as one quarantined line, by the digest of all of it. */
export class UnknownPart implements OpenPart {
  readonly head = undefined;

  constructor(
    readonly name: string,
    private readonly digest: string,
  ) {}

  // eslint-disable-next-line @typescript-eslint/require-await -- one line, as all parts give theirs
  async *lines(offset: number): AsyncGenerator<readonly ReadLine[], number> {
    const says = `an entry of the archive is of no known format: ${this.name}`;
    yield [{ line: offset + 1, digest: this.digest, fault: { code: 'ENTRY_UNKNOWN', says } }];
    return offset + 1;
  }

  end = (): readonly TrailerFinding[] => [];
}

const BATCH = 500;

/** All parts of a file, one after the other, as one statement. */
export class OpenParts implements OpenStatement {
  readonly head: StatementHead;

  /** @throws Refused where none is known, or they are of several parties */
  constructor(
    private readonly parts: readonly OpenPart[],
    readonly close: () => Promise<void>,
  ) {
    this.head = commonHead(parts.flatMap(({ head }) => head ?? []));
  }

  async *lines(): AsyncIterable<readonly ReadLine[]> {
    let waiting: ReadLine[] = [];
    let offset = 0;
    for (const part of this.parts) {
      const lots = part.lines(offset);
      let next = await lots.next();
      for (; !next.done; next = await lots.next()) {
        waiting.push(...next.value);
        for (; waiting.length >= BATCH; waiting = waiting.slice(BATCH)) yield waiting.slice(0, BATCH);
      }
      offset = next.value;
    }
    if (waiting.length > 0) yield waiting;
  }

  end = (): { readonly trailers: readonly TrailerFinding[] } => ({ trailers: this.parts.flatMap((part) => part.end()) });
}

function commonHead(heads: readonly StatementHead[]): StatementHead {
  const [first] = heads;
  if (!first)
    throw new Refused(
      'STATEMENT_FORMAT_UNKNOWN',
      'The file is of no format that is known, nor of one that a mapping describes.',
    );
  if (heads.some(({ channel }) => channel !== first.channel))
    throw new Refused('STATEMENT_MIXED', 'The archive holds statements of several channels: bring them one by one.');
  const account = heads.every((head) => head.account === first.account) ? first.account : undefined;
  const from = heads.flatMap((head) => head.from ?? []).sort()[0];
  const to = heads
    .flatMap((head) => head.to ?? [])
    .sort()
    .at(-1);
  const exportedAt = heads
    .flatMap((head) => head.exportedAt ?? [])
    .sort()
    .at(-1);
  const format = [...new Set(heads.map((head) => head.format))].join('+');
  return {
    format,
    channel: first.channel,
    ...(account !== undefined && { account }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(exportedAt !== undefined && { exportedAt }),
  };
}
