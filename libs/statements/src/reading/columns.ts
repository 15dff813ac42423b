/** Other spellings of a column's name, and the name that the reader uses. */
export type Aliases = Readonly<Record<string, string>>;

/**
 * One name for `收入金额（+元）`, `收入金额(+元)` and `收入金额`: full-width forms become ASCII, blanks, quotes and the unit go.
 */
export const columnName = (written: string): string =>
  written
    .normalize('NFKC')
    .replace(/[\s`'"]/g, '')
    .replace(/\([+-]?元\)$|元$/, '');

/** Where in a line each column stands, by its name in the header: other order and new columns change nothing. */
export class Columns {
  private readonly places = new Map<string, number>();
  readonly count: number;

  constructor(header: readonly string[], aliases: Aliases = {}) {
    this.count = header.length;
    for (const [place, written] of header.entries()) {
      const plain = columnName(written);
      const name = aliases[plain] ?? plain;
      if (name !== '' && !this.places.has(name)) this.places.set(name, place);
    }
  }

  has(name: string): boolean {
    return this.places.has(columnName(name));
  }

  missing(names: readonly string[]): string[] {
    return names.filter((name) => !this.has(name));
  }

  place(name: string): number | undefined {
    return this.places.get(name);
  }
}
