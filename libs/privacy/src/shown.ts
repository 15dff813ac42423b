import { isSealed } from '#kernel';
import type { Persons } from './persons.js';

/**
 * A person as whoever asks may see them: `text` in full, `masked` to its last four, or `forgotten` for ever. Without a subject
 * where it was written in plain words, before persons were sealed.
 */
export interface PersonShown {
  readonly subject?: string;
  readonly text?: string;
  readonly masked?: string;
  readonly forgotten?: true;
}

/** `whole`: as it was told. `masked`: its last four characters, of what is long enough to have others. */
export type Showing = 'whole' | 'masked';

const SHOWN_AT_END = 4;
const LONG_ENOUGH = 8;

/**
 * Rows with their persons shown: every field of these names that holds a sealed value. A person that can not be shown never
 * makes an answer fail, but that keys can not be reached does. @throws Outage
 */
export async function shownOf<Row extends object>(
  persons: Pick<Persons, 'open'>,
  rows: readonly Row[],
  { fields, showing }: { readonly fields: readonly string[]; readonly showing: Showing },
): Promise<Row[]> {
  const told = rows.map((row) => Object.entries(row).filter(([name]) => fields.includes(name)));
  const values = told.flat().flatMap(([field, value]) => (isSealed(value) ? [{ field, ...value }] : []));
  const opened = values.length === 0 ? [] : await persons.open(values);
  let next = 0;
  const shown = (value: unknown): unknown => {
    if (!isSealed(value)) return isPlain(value) ? visible(value.text, showing) : value;
    const text = opened[next];
    next += 1;
    const { subject } = value;
    return text === undefined ? { subject, forgotten: true } : { subject, ...visible(text, showing) };
  };
  return rows.map((row, index) => ({
    ...row,
    ...Object.fromEntries((told[index] ?? []).map(([name, value]): [string, unknown] => [name, shown(value)])),
  }));
}

const isPlain = (value: unknown): value is { readonly text: string } =>
  typeof value === 'object' && value !== null && typeof (value as { readonly text?: unknown }).text === 'string';

const visible = (text: string, showing: Showing): PersonShown =>
  showing === 'whole' ? { text } : { masked: text.length >= LONG_ENOUGH ? `****${text.slice(-SHOWN_AT_END)}` : '****' };
