export type RebuildPhase = 'building' | 'completing' | 'proving' | 'swapping' | 'done';

/**
 * How far a rebuild is. `done` and `total` are sizes of the log, in its own unit; events are those of the log, handled by the
 * projection or not.
 */
export interface RebuildProgress {
  readonly projection: string;
  readonly generation: number;
  readonly phase: RebuildPhase;
  readonly done: number;
  readonly total: number;
  readonly eventsPerSecond: number;
  /** Until the last event is in; unknown before the first batch. */
  readonly etaSeconds: number | null;
}

/** How far something is that reads the log. */
export type Pace = Pick<RebuildProgress, 'done' | 'total' | 'eventsPerSecond' | 'etaSeconds'>;

/** Counts what was read and estimates the rest from the speed so far. */
export class ProgressMeter<Phase extends string = RebuildPhase> {
  private readonly startedAt = performance.now();
  private readonly already: number;
  private done: number;
  private total: number;
  private events = 0;

  constructor(
    private phase: Phase,
    { already, total }: { readonly already: number; readonly total: number },
    private readonly tell: (pace: Pace & { readonly phase: Phase }) => void = () => undefined,
  ) {
    this.already = already;
    this.done = already;
    this.total = total;
  }

  /** Events so far. */
  get read(): number {
    return this.events;
  }

  get seconds(): number {
    return (performance.now() - this.startedAt) / 1000;
  }

  /** So many events more; `done`: size of the log up to the last of them. */
  add(events: number, done: number): void {
    this.events += events;
    this.done = done;
    this.total = Math.max(this.total, this.done);
    this.report();
  }

  enter(phase: Phase): void {
    this.phase = phase;
    this.report();
  }

  private report(): void {
    const { done, total, phase } = this;
    const eventsPerSecond = this.seconds > 0 ? this.events / this.seconds : 0;
    const perSecond = this.seconds > 0 ? (done - this.already) / this.seconds : 0;
    const etaSeconds = done >= total ? 0 : perSecond > 0 ? (total - done) / perSecond : null;
    this.tell({ phase, done, total, eventsPerSecond: Math.round(eventsPerSecond), etaSeconds });
  }
}
