import type { Output } from './demo/progress-bar.js';

const WIDTH = 32;

/** What became of a file. */
export interface FileImported {
  readonly format: string;
  readonly before: boolean;
  readonly rows: number;
  readonly recorded: number;
  readonly known: number;
  readonly quarantined: number;
  readonly trailers: readonly { readonly of: string; readonly told: number; readonly rows: number }[];
}

/** How far the import of one file is, and how it ended. A terminal is overwritten, a file gets the last line only. */
export class ImportLine {
  private readonly startedAt = Date.now();

  constructor(
    private readonly output: Output,
    private readonly name: string,
  ) {}

  show({ done, total }: { readonly done: number; readonly total: number }): void {
    if (!this.output.isTTY) return;
    const full = total === 0 ? WIDTH : Math.round((done * WIDTH) / total);
    const bar = `${'█'.repeat(full)}${'░'.repeat(WIDTH - full)}`;
    this.output.write(`\r\u001b[2K${this.name} ${bar} ${String(done)}/${String(total)} rows, ${this.speed(done)}`);
  }

  finish({ format, before, rows, recorded, known, quarantined, trailers }: FileImported): void {
    const counts = `${String(recorded)} recorded, ${String(known)} known, ${String(quarantined)} quarantined`;
    const what = before ? 'imported before' : this.speed(rows);
    const found = trailers.map(({ of, told, rows: sum }) => `; ${of} says ${String(told)}, the rows come to ${String(sum)}`);
    this.end(`${format}: ${counts} (${what})${found.join('')}`);
  }

  refuse(reason: string): void {
    this.end(`refused: ${reason}`);
  }

  private speed(rows: number): string {
    return `${String(Math.round((rows * 1000) / Math.max(1, Date.now() - this.startedAt)))} rows/s`;
  }

  private end(text: string): void {
    this.output.write(`${this.output.isTTY ? '\r\u001b[2K' : ''}${this.name} ${text}\n`);
  }
}
