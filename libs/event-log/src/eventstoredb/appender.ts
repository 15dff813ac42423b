import { Fault, Outage } from '#kernel';
import { appendBytes, asExpected, resultOfRefused, revisionBefore } from '../append-rules.js';
import type { AppendResult, ExpectedRevision } from '../event-log.js';
import { Lanes } from '../lanes.js';
import type { Connection } from './connection.js';
import { positionOf } from './log-position.js';
import type { AppendAnswer, StoreClient } from './store-client.js';
import { recordedEventOf, wireEventOf, type Storable } from './wire-event.js';

export interface AppenderOptions {
  /** An append is tried for so long, then it is an Outage. */
  readonly outageAfterMs: number;
  /** Appends under way and waiting, at most; more is an Outage at once. */
  readonly queueBytes: number;
}

interface Append {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly Storable[];
}

/**
 * Appends under way at the same time share the client's one stream of appends; those to one stream take turns, so that they
 * see each other also where one of them must be sent again.
 */
export class Appender {
  private readonly streams = new Lanes();
  private bytes = 0;
  private closed = false;

  constructor(
    private readonly connection: Connection,
    private readonly options: AppenderOptions,
  ) {}

  async append(append: Append): Promise<AppendResult> {
    const bytes = appendBytes(append.events);
    if (this.closed) throw new Outage('the log is closed');
    if (this.bytes + bytes > this.options.queueBytes)
      throw new Outage(`appends come faster than the log stores them: ${String(this.bytes)} bytes wait`);
    this.bytes += bytes;
    try {
      const until = performance.now() + this.options.outageAfterMs;
      return await this.streams.run(append.stream, () => this.store(append, until));
    } finally {
      this.bytes -= bytes;
    }
  }

  /** Takes nothing more; ends when what was taken is stored or refused. */
  async close(): Promise<void> {
    this.closed = true;
    await this.streams.ended();
  }

  private store({ stream, expected, events }: Append, until: number): Promise<AppendResult> {
    if (performance.now() >= until) throw new Outage('EventStoreDB is away: the appends before to the stream took too long');
    const wire = events.map(wireEventOf);
    return this.connection.ask(async (client, withinMs) => {
      const answer = await client.append({ stream, expected, events: wire }, withinMs);
      return resultOf(answer, { stream, expected, events }, (from) =>
        storedAt(client, stream, { from, limit: events.length, withinMs }),
      );
    }, until);
  }
}

/**
 * An answer is believed where it says all: stored, at the revisions claimed, with the position. Everything else is looked up
 * in the stream.
 */
async function resultOf(
  answer: AppendAnswer,
  { stream, expected, events }: Append,
  stored: (from: number) => ReturnType<typeof storedAt>,
): Promise<AppendResult> {
  const first = revisionBefore(expected) + 1;
  const last = first + events.length - 1;
  if (answer.kind === 'stored' && answer.revision === BigInt(last) && answer.position)
    return { ok: true, revision: last, position: positionOf(answer.position) };
  const actual = answer.kind === 'stored' ? asExpected(Number(answer.revision)) : answer.actual;
  const result = resultOfRefused(events, await stored(first), actual);
  if (!result.ok && answer.kind === 'stored')
    throw new Fault(`EventStoreDB says that an append to ${stream} is stored, but it is not where it belongs`);
  return result;
}

const storedAt = async (
  client: StoreClient,
  stream: string,
  { from, limit, withinMs }: { readonly from: number; readonly limit: number; readonly withinMs: number },
): Promise<ReturnType<typeof recordedEventOf>[]> =>
  (await client.readStream({ stream, from, limit }, withinMs)).map(recordedEventOf);
