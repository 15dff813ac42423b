import type { Axis } from './asked';

/** What is drawn: for each place on the axis a stack of values, 分. */
export interface Plot {
  readonly places: readonly string[];
  readonly series: readonly { readonly code: string; readonly values: readonly number[] }[];
}

/** Stands for all that are too small to be drawn one by one. */
export const OTHERS = '…';
const MOST_SERIES = 8;
const MOST_PLACES = 24;

type Row = Readonly<Partial<Record<Axis, string | null>>>;

/** Rows along their first axis, stacked by their second; days in their order, anything else by size. */
export function plotOf<R extends Row>(rows: readonly R[], [along, by]: readonly Axis[], worth: (row: R) => number): Plot {
  const codeOf = (row: R, axis: Axis | undefined): string => (axis === undefined ? '' : (row[axis] ?? ''));
  const total = (axis: Axis | undefined): Map<string, number> => {
    const totals = new Map<string, number>();
    for (const row of rows) totals.set(codeOf(row, axis), (totals.get(codeOf(row, axis)) ?? 0) + worth(row));
    return totals;
  };
  const isOfDays = along === 'businessDate';
  const places = isOfDays ? [...total(along).keys()].sort() : greatest(total(along), MOST_PLACES);
  const series = greatest(total(by), MOST_SERIES);
  const placeOf = placing(places);
  const seriesOf = placing(series);
  const values = series.map(() => places.map(() => 0));
  for (const row of rows) {
    const stack = values[seriesOf(codeOf(row, by))];
    const place = placeOf(codeOf(row, along));
    if (stack) stack[place] = (stack[place] ?? 0) + worth(row);
  }
  return { places, series: series.map((code, index) => ({ code, values: values[index] ?? [] })) };
}

/** The codes of the greatest totals, and one for all others where there are more. */
function greatest(totals: ReadonlyMap<string, number>, most: number): string[] {
  const codes = [...totals].sort(([, a], [, b]) => Math.abs(b) - Math.abs(a)).map(([code]) => code);
  return codes.length <= most ? codes : [...codes.slice(0, most - 1), OTHERS];
}

/** Where a code stands; those without a place of their own are in the last one. */
function placing(codes: readonly string[]): (code: string) => number {
  const places = new Map(codes.map((code, index) => [code, index]));
  return (code) => places.get(code) ?? codes.length - 1;
}
