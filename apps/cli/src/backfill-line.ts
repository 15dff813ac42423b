/** What the ledger answers of a back-fill, as far as it is shown. */
export interface BackfillProgress {
  readonly id: string;
  readonly state: 'running' | 'done';
  readonly percent: number;
  readonly items: number;
  readonly notAskable: readonly { readonly kind: string; readonly from: string; readonly to: string }[];
  readonly lastError: { readonly says: string } | null;
}

/** What the line is written on: a terminal is overwritten, a file gets a line per step. */
interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const WIDTH = 32;

/** How far a back-fill has come, and what can not be had. */
export class BackfillLine {
  private last = '';

  constructor(
    private readonly output: Output,
    private readonly shop: string,
  ) {}

  begin({ notAskable }: BackfillProgress): void {
    for (const { kind, from, to } of notAskable)
      this.output.write(`${kind.padEnd(12)} the platform does not answer for ${from} to ${to}\n`);
  }

  show({ percent, items, lastError }: BackfillProgress): void {
    const full = Math.round((percent * WIDTH) / 100);
    const bar = `${'█'.repeat(full)}${'░'.repeat(WIDTH - full)}`;
    const trouble = lastError === null ? '' : ` (${lastError.says}; it is tried again)`;
    const line = `${this.shop.padEnd(12)} ${bar} ${String(percent)} %, ${String(items)} read${trouble}`;
    if (line === this.last) return;
    this.last = line;
    this.output.write(this.output.isTTY ? `\r\u001b[2K${line}` : `${line}\n`);
  }

  /** Leaves the finished bar standing. */
  finish(progress: BackfillProgress): void {
    this.show(progress);
    if (this.output.isTTY) this.output.write('\n');
  }
}
