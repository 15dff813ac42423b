import { moment } from '../../../i18n/formats';
import type { Field, FieldKind, Values } from './field';

const YUAN = /^(\d{1,12})(?:\.(\d{1,2}))?$/;
const PERCENT = /^(\d{1,3})(?:\.(\d{1,4}))?$/;
const FEN_DIGITS = 2;
const PPM_DIGITS = 4;
const ZONE = '+08:00';
const TO_THE_MINUTE = 16;
const PEM_BLOCK = /-----BEGIN [^-]+-----[^-]*-----END [^-]+-----/g;

/** A decimal shifted so that it is whole; what is none is null, and the server says so. */
function shifted(text: string, form: RegExp, digits: number): number | null {
  const [, whole, part = ''] = form.exec(text.trim()) ?? [];
  return whole === undefined ? null : Number(whole + part.padEnd(digits, '0'));
}

function unshifted(value: number, digits: number): string {
  const padded = String(value).padStart(digits + 1, '0');
  const [whole, part] = [padded.slice(0, -digits), padded.slice(-digits).replace(/0+$/, '')];
  return `${whole}.${part.padEnd(FEN_DIGITS, '0')}`;
}

export const fenOf = (text: string): number | null => shifted(text, YUAN, FEN_DIGITS);
export const yuanOf = (fen: number): string => unshifted(fen, FEN_DIGITS);
/** Parts per million of a percentage: 6000 of `0.60`. */
export const ppmOf = (text: string): number | null => shifted(text, PERCENT, PPM_DIGITS);
/** Exact, with two digits at least: `0.3825` of 3825. */
export const percentOf = (ppm: number): string => unshifted(ppm, PPM_DIGITS);

/** As `datetime-local` has it, in the zone of accounting. */
export const localOf = (iso: string): string => moment(iso).replace(' ', 'T');
export const nowLocal = (): string => localOf(new Date().toISOString());

function instantOf(local: string): string {
  return local.length === TO_THE_MINUTE ? `${local}:00${ZONE}` : `${local}${ZONE}`;
}

interface LineValues {
  readonly product?: string;
  readonly cardType?: string;
  readonly above?: string;
  readonly upTo?: string;
  readonly rate?: string;
  readonly cap?: string;
  readonly floor?: string;
}

/** What the body of a fee line has under other names or in other units. */
export const LINE_FIELDS: Readonly<Record<string, string>> = { ratePpm: 'rate' };

function lineOf(line: LineValues): object {
  const amounts = (['above', 'upTo', 'cap', 'floor'] as const).flatMap((name) => {
    const text = line[name]?.trim() ?? '';
    return text === '' ? [] : [[name, fenOf(text)] as const];
  });
  const { product = '', cardType } = line;
  return {
    ...(product.trim() !== '' && { product: product.trim() }),
    ...(cardType !== undefined && { cardType }),
    ratePpm: ppmOf(line.rate ?? ''),
    ...Object.fromEntries(amounts),
  };
}

function lineValues(line: Readonly<Record<string, unknown>>): LineValues {
  const { ratePpm, ...rest } = line;
  const amounts = Object.entries(rest).flatMap(([name, value]) => {
    if (typeof value === 'number') return [[name, yuanOf(value)] as const];
    return typeof value === 'string' ? [[name, value] as const] : [];
  });
  return { ...Object.fromEntries(amounts), ...(typeof ratePpm === 'number' && { rate: percentOf(ratePpm) }) };
}

/** What a value is in the body; undefined where nothing was typed in. */
function bodyValue(kind: FieldKind, value: unknown): unknown {
  if (kind === 'lines') return (value as readonly LineValues[] | undefined)?.map(lineOf) ?? [];
  if (kind === 'choices') return value ?? [];
  const text = typeof value === 'string' ? value : '';
  if (kind === 'days') return text.split(/[\s,，、]+/).filter((day) => day !== '');
  if (text.trim() === '') return undefined;
  if (kind === 'secret' || kind === 'key') return text;
  if (kind === 'moment') return instantOf(text);
  if (kind === 'number') return Number(text);
  if (kind === 'pems') return text.match(PEM_BLOCK)?.map((block) => `${block}\n`) ?? [text];
  if (kind === 'pem' || kind === 'privatePem') return `${text.trim()}\n`;
  return text.trim();
}

/** Never taken from an address. */
const SECRETS: readonly FieldKind[] = ['secret', 'key', 'privatePem'];

/** What was in a body, as a form has it; undefined where it can not have been. */
function formValue(kind: FieldKind, value: unknown): unknown {
  if (SECRETS.includes(kind)) return undefined;
  if (Array.isArray(value)) {
    if (kind === 'lines') return value.filter((line) => typeof line === 'object' && line !== null).map(lineValues);
    const words = value.filter((word) => typeof word === 'string');
    if (kind === 'choices') return words;
    return kind === 'days' || kind === 'pems' ? words.join('\n') : undefined;
  }
  if (typeof value === 'number') return kind === 'number' ? String(value) : undefined;
  const isOneWord = typeof value === 'string' && !['lines', 'choices', 'days', 'pems'].includes(kind);
  if (!isOneWord) return undefined;
  if (kind !== 'moment') return value;
  return Number.isNaN(Date.parse(value)) ? undefined : localOf(value);
}

/** Whether a field is asked beside these values. */
export const isAsked = ({ when }: Field, values: Values): boolean =>
  when === undefined || valueAt(values, when.field) === when.is;

function valueAt(values: Values, name: string): unknown {
  const [first = '', ...rest] = name.split('.');
  const value = values[first];
  return rest.length === 0 || value === undefined ? value : valueAt(value as Values, rest.join('.'));
}

function put(into: Record<string, unknown>, name: string, value: unknown): void {
  const [first = '', ...rest] = name.split('.');
  if (rest.length === 0) {
    into[first] = value;
    return;
  }
  into[first] ??= {};
  put(into[first] as Record<string, unknown>, rest.join('.'), value);
}

/** What goes into the address and into the body of a command. */
export function sentOf(fields: readonly Field[], values: Values): { parts: Values; body: Values } {
  const parts: Record<string, unknown> = {};
  const body: Record<string, unknown> = {};
  for (const field of fields) {
    if (field.isLocal || !isAsked(field, values)) continue;
    const value = bodyValue(field.kind, valueAt(values, field.name));
    if (value === undefined) continue;
    if (field.isPart) parts[field.name] = value;
    else put(body, field.name, value);
  }
  return { parts, body };
}

/** What stands in a form at first: what it was opened with, what the fields start as, what alone can be chosen. */
export function firstValues(
  fields: readonly Field[],
  opened: Values,
  onlyChoice: (field: Field) => string | undefined,
): Values {
  const values: Record<string, unknown> = {};
  for (const field of fields) {
    const { name, kind, startsAs } = field;
    const given = valueAt(opened, name);
    const start = startsAs === 'now' ? nowLocal() : (startsAs ?? (kind === 'lines' ? [{}] : onlyChoice(field)));
    const first = formValue(kind, given) ?? start;
    if (first !== undefined) put(values, name, first);
  }
  return values;
}
