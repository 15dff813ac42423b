import type {
  AppendResult,
  Batch,
  EventLog,
  ExpectedRevision,
  NewEvent,
  Position,
  ReadAllOptions,
  ReadStreamOptions,
  RecordedEvent,
  SizeUnit,
} from '#event-log';
import type { Metrics } from './metrics.js';

/** A log whose appends are counted and timed. */
export class MeteredEventLog implements EventLog {
  readonly find: EventLog['find'];
  readonly findOfNotice: EventLog['findOfNotice'];

  constructor(
    private readonly log: EventLog,
    private readonly metrics: Metrics,
  ) {
    this.find = log.find?.bind(log);
    this.findOfNotice = log.findOfNotice?.bind(log);
  }

  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    const startedAtMs = performance.now();
    const result = await this.log.append(stream, expected, events);
    this.metrics.countAppend(events.length, startedAtMs, result);
    return result;
  }
  readStream(stream: string, options?: ReadStreamOptions): Promise<readonly RecordedEvent[]> {
    return this.log.readStream(stream, options);
  }
  readAll(after: Position, options?: ReadAllOptions): AsyncIterable<Batch> {
    return this.log.readAll(after, options);
  }
  subscribeAll(after: Position, options?: ReadAllOptions): AsyncIterable<Batch> {
    return this.log.subscribeAll(after, options);
  }
  get sizeUnit(): SizeUnit {
    return this.log.sizeUnit;
  }
  head(): Promise<Position> {
    return this.log.head();
  }
  sizeUpTo(position: Position): Promise<number> {
    return this.log.sizeUpTo(position);
  }
  close(): Promise<void> {
    return this.log.close();
  }
}
