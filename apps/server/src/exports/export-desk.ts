import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';
import { AccountsUnmapped, digestOf, type Pages } from '#exports';
import type { Reader } from '#projections';
import type { ExportSettings } from '../config.js';
import { Problem } from '../http/problem.js';
import { FORMATS, rendered, type FormatName, type Source } from './export-formats.js';

const PLACE_WITHIN_MS = 1_000;
const PLACE_LOOK_MS = 20;
const BUSY_RETRY_AFTER_S = 5;
const UNMAPPED_SHOWN = 20;

/**
 * Where exports are made: so many at once, each on one snapshot and within a time. The rows are read twice, first for their
 * digest, which stands in front of them, then for the bytes: nothing is kept, and what can go wrong does so before the first byte.
 */
export class ExportDesk {
  private underWay = 0;

  constructor(
    private readonly reader: Reader,
    private readonly limits: Pick<ExportSettings, 'atOnce' | 'withinMs'>,
  ) {}

  /** Answers with the export; settles when its last byte was taken. @throws Problem, before anything was sent */
  async send<Row extends object>(
    reply: FastifyReply,
    format: FormatName,
    open: (frozen: Reader) => Promise<Source<Row>>,
  ): Promise<void> {
    await this.takePlace();
    const over = overAfter(this.limits.withinMs, reply);
    try {
      await this.reader.snapshot(async (frozen) => {
        const source = bounded(await open(frozen), over.signal);
        await answer(reply, format, source, over.signal);
      });
    } catch (error) {
      // Who asked has gone: nobody is left to be told.
      if (!over.isGone()) throw error instanceof AccountsUnmapped ? unmapped(error) : error;
    } finally {
      over.end();
      this.underWay -= 1;
    }
  }

  /** One that ends gives its place up a moment after its last byte: who asks for the next one at once waits that long. */
  private async takePlace(): Promise<void> {
    const until = Date.now() + PLACE_WITHIN_MS;
    while (this.underWay >= this.limits.atOnce) {
      if (Date.now() >= until) throw Problem.of('EXPORTS_BUSY', { retryAfterS: BUSY_RETRY_AFTER_S });
      await sleep(PLACE_LOOK_MS);
    }
    this.underWay += 1;
  }
}

async function answer<Row extends object>(
  reply: FastifyReply,
  format: FormatName,
  source: Source<Row>,
  signal: AbortSignal,
): Promise<void> {
  const { what, position, asOf, query, pages } = source;
  const digest = await digestOf(pages());
  const { mediaType, extension } = FORMATS[format];
  const body = Readable.from(rendered(format, source, { what, position, asOf, query, digest }));
  signal.addEventListener('abort', () => body.destroy(signal.reason as Error), { once: true });
  void reply
    .header('X-Ledger-Position', position)
    .header('X-Ledger-As-Of', asOf)
    .header('X-Ledger-Digest', `sha256:${digest}`)
    .header('Content-Disposition', `attachment; filename="${what}-${position || 'empty'}.${extension}"`)
    .type(mediaType.startsWith('text/') ? `${mediaType}; charset=utf-8` : mediaType)
    .send(body);
  await finished(body);
}

interface Over {
  /** Aborts when the time is up or nobody waits any more. */
  readonly signal: AbortSignal;
  isGone(): boolean;
  end(): void;
}

function overAfter(withinMs: number, reply: FastifyReply): Over {
  const over = new AbortController();
  let isGone = false;
  const timer = setTimeout(() => over.abort(Problem.of('EXPORT_TOO_LONG')), withinMs);
  const leave = (): void => {
    isGone = !reply.raw.writableFinished;
    over.abort(new Error('who asked has gone'));
  };
  reply.raw.once('close', leave);
  const end = (): void => {
    clearTimeout(timer);
    reply.raw.off('close', leave);
  };
  return { signal: over.signal, isGone: () => isGone, end };
}

/** Stops between two pages when it is over. */
function bounded<Row extends object>(source: Source<Row>, signal: AbortSignal): Source<Row> {
  async function* within<T>(pages: Pages<T>): AsyncGenerator<readonly T[]> {
    for await (const rows of pages) {
      signal.throwIfAborted();
      yield rows;
    }
  }
  const { journal } = source;
  return {
    ...source,
    pages: () => within(source.pages()),
    ...(journal && {
      journal: (made) => {
        const told = journal(made);
        return { ...told, pages: within(told.pages) };
      },
    }),
  };
}

function unmapped({ accounts }: AccountsUnmapped): Problem {
  const details = { accounts: accounts.slice(0, UNMAPPED_SHOWN).join(' '), count: accounts.length };
  return Problem.of('ACCOUNTS_UNMAPPED', { details });
}
