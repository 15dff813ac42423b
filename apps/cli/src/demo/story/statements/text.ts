import { billTime, dateText } from '../moments.js';

/** 12990 → `129.90`, 0 → `0.00`. */
export function yuan(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, '0');
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** `20:10:00` */
export const timeOfDay = (ms: number): string => billTime(ms).slice(11);

/** `20251111` */
export const compactDay = (day: string): string => day.replaceAll('-', '');

export const total = <T>(rows: readonly T[], fen: (row: T) => number): number => rows.reduce((sum, row) => sum + fen(row), 0);

/** By calendar day, the first day first; each in the order of time. */
export function byDay<T extends { readonly at: number }>(rows: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const days = Map.groupBy(
    rows.toSorted((a, b) => a.at - b.at),
    ({ at }) => dateText(at),
  );
  return new Map([...days].sort(([a], [b]) => (a < b ? -1 : 1)));
}
