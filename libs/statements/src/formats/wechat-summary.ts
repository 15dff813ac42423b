import { fenOfYuan } from '#kernel';
import type { TrailerFinding } from '../row.js';
import type { Line } from '../reading/format.js';
import { splitTicked } from '../reading/splitting.js';
import { Totals } from '../reading/totals.js';

/** The last two lines of a bill of WeChat Pay: what is summed, and the sums. Counts may be written `20.0`. */
export class WechatSummary {
  readonly totals = new Totals();
  private names: readonly string[] = [];
  private line = Infinity;

  /** `first` is the name that the summary begins with: how many rows there are. */
  constructor(private readonly first: string) {}

  isPartOfIt({ number, text }: Line): boolean {
    if (text.replace(/^`/, '').startsWith(this.first)) {
      this.line = number;
      this.names = splitTicked(text);
    } else if (number > this.line) this.tell(splitTicked(text));
    return number >= this.line;
  }

  findings(): TrailerFinding[] {
    this.totals.expect(this.first);
    return this.totals.findings();
  }

  private tell(values: readonly string[]): void {
    for (const [place, name] of this.names.entries()) {
      const value = values[place]?.trim() ?? '';
      const count = /^(\d{1,9})(?:\.0*)?$/.exec(value)?.[1];
      this.totals.tell(
        name.trim(),
        /数$/.test(name.trim()) ? (count === undefined ? undefined : Number(count)) : fenOfYuan(value),
      );
    }
  }
}
