import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LineResult } from '#channels';
import { limited } from '../http/limited.js';
import { LINES_LIMIT_BYTES, linesOut } from './line-stream.js';

const MANY = 200_000;
const noFault = (error: unknown): void => {
  throw error;
};

interface Refusals {
  readonly results: AsyncIterable<readonly LineResult[]>;
  readonly asked: () => number;
  /** Whether no more is asked for. */
  readonly isOver: () => boolean;
}

/** Results that are there at once, as those of lines that are refused; counts how many were asked for. */
function refusals(count: number): Refusals {
  let line = 0;
  let isOver = false;
  // eslint-disable-next-line @typescript-eslint/require-await -- it is the point that nothing is waited for
  async function* results(): AsyncGenerator<readonly LineResult[]> {
    try {
      while (line < count) yield [{ line: (line += 1), status: 'refused', code: 'JSON_MALFORMED' }];
    } finally {
      isOver = true;
    }
  }
  return { results: results(), asked: () => line, isOver: () => isOver };
}

interface Told {
  readonly line?: number;
  readonly code?: string;
}

async function read(stream: AsyncIterable<Buffer>): Promise<Told[]> {
  let text = '';
  for await (const piece of stream) text += piece.toString();
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Told);
}

describe('the body of a batch', () => {
  const PIECE = Buffer.alloc(1_048_576);
  const pieces = (count: number): Readable => Readable.from(Array.from({ length: count }, () => PIECE));
  const ends = (body: Readable): Promise<unknown> => new Promise((resolve) => body.once('end', resolve));

  it('is read to its end although nobody wants the rest, so that its sender sees the answer', async () => {
    const body = pieces(4);
    const ended = ends(body);
    for await (const _ of limited(body, LINES_LIMIT_BYTES)) break;
    await ended;
  });

  it('is refused where it grows too large, and read to its end', async () => {
    const body = pieces(LINES_LIMIT_BYTES / PIECE.length + 1);
    const ended = ends(body);
    let taken = 0;
    const reading = async (): Promise<void> => {
      for await (const piece of limited(body, LINES_LIMIT_BYTES)) taken += piece.length;
    };
    await expect(reading()).rejects.toMatchObject({ code: 'BODY_TOO_LARGE' });
    expect(taken).toBe(LINES_LIMIT_BYTES);
    await ended;
  });
});

describe('results of a batch', () => {
  it('are all there for one who reads when everything was sent', async () => {
    const { results, asked } = refusals(MANY);
    const out = linesOut(results, noFault);
    while (asked() < MANY) await sleep(1);
    const told = await read(out);
    expect([told.length, told.at(-1)?.line]).toEqual([MANY, MANY]);
  });

  it('wait within bounds for one who reads nothing: the input waits, goes on when there is room, and none is lost', async () => {
    const { results, asked } = refusals(MANY);
    const out = linesOut(results, noFault, { waitingBytes: 100_000, silentMs: 60_000 });
    let paused = -1;
    while (paused !== asked()) {
      paused = asked();
      await sleep(100);
    }
    expect(paused).toBeLessThan(MANY);
    expect((await read(out)).map(({ line }) => line)).toEqual(Array.from({ length: MANY }, (_, index) => index + 1));
  });

  it('end with a line that says so where nobody reads for too long', async () => {
    const { results, asked, isOver } = refusals(MANY);
    const out = linesOut(results, noFault, { waitingBytes: 100_000, silentMs: 1_000 });
    // From the last line to the end of all patience it is as long again.
    while (!isOver()) await sleep(1);
    const told = await read(out);
    expect(told.at(-1)).toMatchObject({ status: 'refused', code: 'RESULTS_UNREAD' });
    expect(told.slice(0, -1).map(({ line }) => line)).toEqual(Array.from({ length: asked() }, (_, index) => index + 1));
    expect(asked()).toBeLessThan(MANY);
  });

  it('are let go of where nobody takes them, also when all are there', async () => {
    const { results } = refusals(1_000);
    const out = linesOut(results, noFault, { waitingBytes: 100_000, silentMs: 50 });
    const error = await new Promise((resolve) => out.once('error', resolve));
    expect((error as Error).message).toBe('nobody reads the results');
  });

  it('leave others their turn although no line of them waits for anything', async () => {
    const { results, asked } = refusals(MANY);
    const out = linesOut(results, noFault);
    const reading = read(out);
    let turns = 0;
    while (asked() < MANY) {
      turns += 1;
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(turns).toBeGreaterThan(3);
    await reading;
  });

  it('are taken to their end when their reader has gone', async () => {
    const { results, asked } = refusals(MANY);
    const out = linesOut(results, noFault, { waitingBytes: 100_000, silentMs: 60_000 });
    await sleep(50);
    out.destroy();
    while (asked() < MANY) await sleep(10);
  });
});
