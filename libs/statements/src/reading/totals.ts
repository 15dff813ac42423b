import type { TrailerFinding } from '../row.js';

/** What a trailer says, beside what the rows come to. Files in the field disagree with themselves: that is told, never an error. */
export class Totals {
  private readonly said = new Map<string, number>();
  private readonly counted = new Map<string, number>();

  tell(of: string, value: number | undefined): void {
    if (value !== undefined) this.said.set(of, value);
  }

  count(of: string, value: number): void {
    this.counted.set(of, (this.counted.get(of) ?? 0) + value);
  }

  /** A trailer that should be there and is not: the file may be cut off. */
  expect(of: string): void {
    if (!this.said.has(of)) this.said.set(of, 0);
  }

  findings(): TrailerFinding[] {
    return [...this.said]
      .map(([of, value]) => ({ of, told: value, rows: this.counted.get(of) ?? 0 }))
      .filter(({ told, rows }) => told !== rows);
  }
}

const FINDINGS = 10;

/** A running balance must chain, from the first row to the last or, where the newest comes first, the other way round. */
export class RunningBalance {
  private readonly down: TrailerFinding[] = [];
  private readonly up: TrailerFinding[] = [];
  private breaksDown = 0;
  private breaksUp = 0;
  private before: { readonly balance: number; readonly moved: number } | undefined;

  constructor(private readonly of: string) {}

  /** `moved` signed, `balance` after it. 分 */
  row(line: number, moved: number, balance: number): void {
    const { before } = this;
    this.before = { balance, moved };
    if (!before) return;
    const of = `${this.of} line ${String(line)}`;
    if (before.balance + moved !== balance)
      this.breaksDown += this.note(this.down, { of, told: balance, rows: before.balance + moved });
    const earlier = before.balance - before.moved;
    if (earlier !== balance) this.breaksUp += this.note(this.up, { of, told: balance, rows: earlier });
  }

  findings(): TrailerFinding[] {
    return this.breaksUp < this.breaksDown ? this.up : this.down;
  }

  /** A row that could not be read breaks no chain: what follows starts a new one. */
  interrupt(): void {
    this.before = undefined;
  }

  private note(list: TrailerFinding[], finding: TrailerFinding): 1 {
    if (list.length < FINDINGS) list.push(finding);
    return 1;
  }
}
