/** Cells of one record as RFC 4180 has them: quoted where need be, a quote within doubled. A quote in the middle of a cell is itself. */
export function splitQuoted(text: string, separator: string): string[] {
  if (!text.includes('"')) return text.split(separator);
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    const { cell, next } = text[at] === '"' ? quotedCell(text, at, separator) : plainCell(text, at, separator);
    cells.push(cell);
    if (next === undefined) return cells;
    at = next;
  }
}

interface Cell {
  readonly cell: string;
  /** Where the next one begins; undefined behind the last. */
  readonly next: number | undefined;
}

function plainCell(text: string, from: number, separator: string): Cell {
  const end = text.indexOf(separator, from);
  return end === -1
    ? { cell: text.slice(from), next: undefined }
    : { cell: text.slice(from, end), next: end + separator.length };
}

function quotedCell(text: string, from: number, separator: string): Cell {
  let cell = '';
  let at = from + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote === -1) return { cell: cell + text.slice(at), next: undefined };
    cell += text.slice(at, quote);
    if (text[quote + 1] !== '"') {
      const rest = plainCell(text, quote + 1, separator);
      return { cell: cell + rest.cell, next: rest.next };
    }
    cell += '"';
    at = quote + 2;
  }
}

/**
 * WeChat Pay: a backtick before every value, so that a comma within one shifts nothing. Headers have none.
 * "`a,`b, c" is `a` and `b, c`.
 */
export const splitTicked = (text: string): string[] =>
  text.startsWith('`') ? text.slice(1).split(',`') : text.split(',').map((name) => name.replace(/^`/, ''));

/** Alipay: a TAB behind every value, the last one included; in older exports only behind some. */
export function splitTabbed(text: string): string[] {
  const byTab = text.replace(/\t$/, '').split('\t,');
  const byComma = text.split(',');
  return (byTab.length > byComma.length / 2 ? byTab : byComma).map((cell) => cell.trim());
}
