import type { RebuildProgress, RebuildResult } from '#projections';

/** What the line is written on: a terminal is overwritten, a file gets a line per phase. */
interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const REDRAW_MS = 100;

/** How far the rebuild of one read model has come, and how it ended. */
export class RebuildLine {
  private drawnAt = 0;
  private phase = '';

  constructor(
    private readonly output: Output,
    private readonly name: string,
  ) {}

  show(progress: RebuildProgress): void {
    const { phase } = progress;
    const isNew = phase !== this.phase;
    if (phase === 'done') return;
    if (!isNew && (!this.output.isTTY || Date.now() - this.drawnAt < REDRAW_MS)) return;
    this.phase = phase;
    this.drawnAt = Date.now();
    this.write(phase === 'building' ? speedOf(progress) : phase);
  }

  finish({ generation, events, seconds, digest, replacedDigest }: RebuildResult): void {
    const proof = replacedDigest === null ? 'new version' : digest === replacedDigest ? 'same digest' : 'OTHER digest';
    this.write(
      `generation ${String(generation)} serves: ${String(events)} events in ${seconds.toFixed(1)} s, ${proof} ${digest}`,
    );
    this.end();
  }

  refuse(reason: string): void {
    this.write(`refused: ${reason}`);
    this.end();
  }

  private write(text: string): void {
    const line = `${this.name.padEnd(16)} ${text}`;
    this.output.write(this.output.isTTY ? `\r\u001b[2K${line}` : `${line}\n`);
  }

  private end(): void {
    if (this.output.isTTY) this.output.write('\n');
  }
}

function speedOf({ done, total, eventsPerSecond, etaSeconds }: RebuildProgress): string {
  const left = etaSeconds === null ? '' : `, ${String(Math.ceil(etaSeconds))} s left`;
  const share = total === 0 ? 100 : Math.floor((100 * done) / total);
  return `building: ${String(share)} % of the log, ${String(eventsPerSecond)} events/s${left}`;
}
