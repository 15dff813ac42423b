const WIDTH = 32;
const TERMINAL_PAUSE_MS = 100;
const LOG_PAUSE_MS = 5_000;

/** What the bar writes on: a terminal is overwritten, a file gets a line now and then. */
export interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** How far a scene has come, in messages. */
export class ProgressBar {
  private done = 0;
  private drawnAt = 0;
  private readonly startedAt = Date.now();

  constructor(
    private readonly output: Output,
    private readonly title: string,
    private readonly total: number,
  ) {}

  advance(messages: number): void {
    this.done += messages;
    const now = Date.now();
    if (now - this.drawnAt < (this.output.isTTY ? TERMINAL_PAUSE_MS : LOG_PAUSE_MS)) return;
    this.drawnAt = now;
    this.draw();
  }

  /** Leaves the finished bar standing. */
  finish(): void {
    this.draw();
    if (this.output.isTTY) this.output.write('\n');
  }

  private draw(): void {
    const share = this.total === 0 ? 1 : Math.min(1, this.done / this.total);
    const full = Math.round(share * WIDTH);
    const perSecond = Math.round((this.done * 1000) / Math.max(1, Date.now() - this.startedAt));
    const bar = `${'█'.repeat(full)}${'░'.repeat(WIDTH - full)}`;
    const line = `${this.title.padEnd(12)} ${bar} ${String(this.done)}/${String(this.total)} messages, ${String(perSecond)}/s`;
    this.output.write(this.output.isTTY ? `\r${line}  ` : `${line}\n`);
  }
}
