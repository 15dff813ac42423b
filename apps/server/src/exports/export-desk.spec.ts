import { EventEmitter } from 'node:events';
import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { columnsOf } from '#exports';
import type { Reader } from '#projections';
import { ExportDesk } from './export-desk.js';
import type { Source } from './export-formats.js';

interface Row {
  readonly id: number;
}

/** Where a reply goes: takes all that comes, or nothing. */
class Taker extends EventEmitter {
  readonly raw = Object.assign(new EventEmitter(), { writableFinished: false });
  sent = '';

  constructor(private readonly takes: boolean) {
    super();
  }

  header = (): this => this;
  type = (): this => this;
  send = (body: Readable): this => {
    if (this.takes) body.on('data', (chunk: string) => (this.sent += chunk));
    return this;
  };
}

const reader = {
  snapshot: (work: (frozen: Reader) => Promise<void>) => work(reader),
} as unknown as Reader;

const sourceOf = (pages: Source<Row>['pages']): Source<Row> => ({
  what: 'things',
  position: '0000000000000001',
  asOf: 'now',
  query: {},
  columns: columnsOf<Row>({ id: 'count' }),
  pages,
});

async function* three(): AsyncGenerator<readonly Row[]> {
  for (const id of [1, 2, 3]) yield await Promise.resolve([{ id }]);
}

async function* endless(): AsyncGenerator<readonly Row[]> {
  for (;;) yield await new Promise<Row[]>((resolve) => setTimeout(resolve, 5, [{ id: 1 }]));
}

const sent = (desk: ExportDesk, taker: Taker, pages: Source<Row>['pages']): Promise<void> =>
  desk.send(taker as unknown as FastifyReply, 'csv', () => Promise.resolve(sourceOf(pages)));

describe('an export', () => {
  const patient = new ExportDesk(reader, { atOnce: 1, withinMs: 60_000 });

  it('is sent whole', async () => {
    const taker = new Taker(true);
    await sent(patient, taker, three);
    expect(taker.sent).toBe('\uFEFFid\r\n1\r\n2\r\n3\r\n');
  });

  it('that takes too long ends, whether its rows do not end or nobody takes them, and gives its place up', async () => {
    const hasty = new ExportDesk(reader, { atOnce: 1, withinMs: 60 });
    for (const [taker, pages] of [
      [new Taker(true), endless],
      [new Taker(false), three],
      [new Taker(true), endless],
    ] as const)
      await expect(sent(hasty, taker, pages)).rejects.toMatchObject({ code: 'EXPORT_TOO_LONG' });
  });

  it('ends when who asked has gone, without an error', async () => {
    const taker = new Taker(true);
    const ended = sent(patient, taker, endless);
    setTimeout(() => taker.raw.emit('close'), 20);
    await expect(ended).resolves.toBeUndefined();
  });

  it('beyond the limit is told to try again', async () => {
    const taker = new Taker(true);
    const first = sent(patient, taker, endless);
    await expect(sent(patient, new Taker(true), three)).rejects.toMatchObject({ code: 'EXPORTS_BUSY', status: 429 });
    taker.raw.emit('close');
    await first;
  });
});
