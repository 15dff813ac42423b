import { NOTHING, illegal, legal, type Move } from './explore.js';

const code = (text: string): string => (text === NOTHING ? '—' : `\`${text}\``);

/** Two markdown tables: which status follows which, by what; and what is refused or flagged, in which statuses. */
export function renderStates(statuses: readonly string[], moves: readonly Move[]): string {
  const from = [NOTHING, ...statuses];
  const pairs = from.flatMap((before) =>
    statuses.flatMap((after) => {
      const by = unique(
        legal(moves).filter((move) => move.from === before && move.to === after),
        ({ by: name }) => name,
      );
      return by.length > 0 ? [{ before, after, by: by.join(', ') }] : [];
    }),
  );
  const alike = Map.groupBy(pairs, ({ after, by }) => `${after}\n${by}`);
  const follows = [...alike.values()].map((group) => [
    group.map(({ before }) => code(before)).join(' '),
    code(group[0]?.after ?? ''),
    group[0]?.by ?? '',
  ]);
  const wrong = Map.groupBy(illegal(moves), ({ by, codes }) => `${by}\n${codes.join(', ')}`);
  const refused = [...wrong].map(([key, group]) => {
    const [by = '', codes = ''] = key.split('\n');
    const statusesOf = from.filter((status) => group.some((move) => move.from === status));
    return [by, statusesOf.map(code).join(' '), codes.split(', ').map(code).join(' ')];
  });
  return [
    table(['status', 'next', 'by'], follows),
    ...(refused.length > 0 ? [table(['what comes', 'in status', 'is refused or flagged as'], refused)] : []),
  ].join('\n\n');
}

const unique = <T>(items: readonly T[], of: (item: T) => string): string[] => [...new Set(items.map(of))];

/** Columns padded, as the formatter wants them. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(...[head, ...rows].map((row) => (row[column] ?? title).length)));
  const line = (cells: readonly string[]): string => `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
