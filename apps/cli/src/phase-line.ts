/** What the line is written on: a terminal is overwritten, a file gets a line per phase. */
interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const REDRAW_MS = 200;

/** How far the copying of a log is. */
export class PhaseLine {
  private phase = '';
  private beganAt = 0;
  private drawnAt = 0;

  constructor(private readonly output: Output) {}

  show(phase: string, events: number): void {
    const now = Date.now();
    const isNew = phase !== this.phase;
    if (isNew) this.beganAt = now;
    if (!isNew && (!this.output.isTTY || now - this.drawnAt < REDRAW_MS)) return;
    this.phase = phase;
    this.drawnAt = now;
    const speed = Math.round((events * 1_000) / Math.max(1, now - this.beganAt));
    if (this.output.isTTY) this.output.write(`\r\u001b[2K${phase}: ${String(events)} events, ${String(speed)}/s`);
    else this.output.write(`${phase} …\n`);
  }

  end(): void {
    if (this.output.isTTY && this.phase !== '') this.output.write('\r\u001b[2K');
  }
}
