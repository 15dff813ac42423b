import type { StatementRowKind } from './row.js';

/**
 * How to read a statement that no reader of its own knows: a table with a header, its columns by name. Written as JSON, examples in
 * `libs/statements/mappings`. Names of columns are told apart as the readers do it: full width or not, with or without `（元）`.
 */
export interface ColumnMapping {
  /** Becomes the format's name: lower case, digits, dashes. */
  readonly name: string;
  readonly channel: string;
  readonly book: 'trades' | 'funds' | 'bank';
  /** Columns by which a file is recognised as one of these: all of them must be there. */
  readonly recognise: readonly string[];
  readonly separator?: ',' | '\t' | '|' | ';';
  /** Of amounts. */
  readonly unit: 'yuan' | 'fen';
  /** Whose the rows are: a column, or one account for all. */
  readonly account: { readonly column: string } | { readonly fixed: string };
  /** The row's identity: the columns that make it up. */
  readonly key: readonly string[];
  /** One column, or day and time of day in two. `yyyy-MM-dd HH:mm:ss` with or without its separators; a day alone is its midnight. */
  readonly time: readonly string[];
  /** Amount and direction: by a type in words, by the sign, or by one column for each side. */
  readonly amount: AmountMapping;
  readonly columns?: Partial<Record<MappedField, string>>;
  /** Values that stand for none, besides nothing at all. */
  readonly absent?: readonly string[];
}

export type AmountMapping =
  | { readonly column: string; readonly kind: string; readonly kinds: Readonly<Record<string, StatementRowKind>> }
  | { readonly signed: string; readonly positive: StatementRowKind; readonly negative: StatementRowKind }
  | {
      readonly credit: string;
      readonly debit: string;
      readonly positive: StatementRowKind;
      readonly negative: StatementRowKind;
    };

/** What else a row may tell. `payer`: the other side's account, which is sealed. Other columns that hold persons belong to none of these. */
export const MAPPED_FIELDS = [
  'fee',
  'net',
  'balanceAfter',
  'status',
  'method',
  'cardType',
  'purpose',
  'channelTradeNo',
  'channelRefundNo',
  'merchantOrderNo',
  'merchantRefundNo',
  'orderId',
  'subOrderId',
  'terminalNo',
  'batchNo',
  'traceNo',
  'rrn',
  'payer',
] as const;
export type MappedField = (typeof MAPPED_FIELDS)[number];

/** A row that money comes in by; all others take it out. Of movements the sign tells. */
export const INCOMING: readonly StatementRowKind[] = ['payment', 'fee-return', 'deposit', 'bank-credit'];
const KINDS: readonly StatementRowKind[] = [...INCOMING, 'refund', 'reversal', 'fee', 'payout', 'movement', 'bank-debit'];

const NAME = /^[a-z][a-z0-9-]{0,39}$/;
const ACCOUNT = /^[A-Za-z0-9_-]{1,64}$/;
const FIELDS = [
  'name',
  'channel',
  'book',
  'recognise',
  'separator',
  'unit',
  'account',
  'key',
  'time',
  'amount',
  'columns',
  'absent',
];

/** What is wrong with a mapping, as paths into its JSON; empty where it is sound. */
export function faultsOfMapping(mapping: unknown): string[] {
  if (!isObject(mapping)) return ['not an object'];
  const { name, channel, book, separator = ',', unit } = mapping;
  return [
    ...Object.keys(mapping).filter((key) => !FIELDS.includes(key)),
    ...wrong('name', typeof name === 'string' && NAME.test(name)),
    ...wrong('channel', typeof channel === 'string' && NAME.test(channel)),
    ...wrong('book', ['trades', 'funds', 'bank'].includes(book as string)),
    ...wrong('recognise', isNames(mapping['recognise'])),
    ...wrong('separator', [',', '\t', '|', ';'].includes(separator as string)),
    ...wrong('unit', unit === 'yuan' || unit === 'fen'),
    ...wrong('account', isAccount(mapping['account'])),
    ...wrong('key', isNames(mapping['key'])),
    ...wrong('time', isNames(mapping['time']) && mapping['time'].length <= 2),
    ...wrong('amount', isAmount(mapping['amount'])),
    ...faultsOfColumns(mapping['columns'] ?? {}),
    ...wrong('absent', isTexts(mapping['absent'] ?? [])),
  ];
}

const wrong = (path: string, isRight: boolean): string[] => (isRight ? [] : [path]);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every((each) => typeof each === 'string');
const isNames = (value: unknown): value is string[] => isTexts(value) && value.length > 0 && value.every(isText);
const isKind = (value: unknown): boolean => KINDS.includes(value as StatementRowKind);
const hasOnly = (value: Record<string, unknown>, ...names: readonly string[]): boolean =>
  Object.keys(value).length === names.length && names.every((name) => name in value);

const isAccount = (value: unknown): boolean =>
  isObject(value) &&
  ((hasOnly(value, 'column') && isText(value['column'])) ||
    (hasOnly(value, 'fixed') && isText(value['fixed']) && ACCOUNT.test(value['fixed'])));

function isAmount(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { kinds } = value;
  if (hasOnly(value, 'column', 'kind', 'kinds'))
    return isText(value['column']) && isText(value['kind']) && isObject(kinds) && Object.values(kinds).every(isKind);
  const areKinds = isKind(value['positive']) && isKind(value['negative']);
  if (hasOnly(value, 'signed', 'positive', 'negative')) return areKinds && isText(value['signed']);
  return (
    hasOnly(value, 'credit', 'debit', 'positive', 'negative') && areKinds && isText(value['credit']) && isText(value['debit'])
  );
}

function faultsOfColumns(columns: unknown): string[] {
  if (!isObject(columns)) return ['columns'];
  const fields: readonly string[] = MAPPED_FIELDS;
  return Object.entries(columns)
    .filter(([field, column]) => !fields.includes(field) || !isText(column))
    .map(([field]) => `columns.${field}`);
}

/** All columns that a mapping names. */
export function columnsOf({ recognise, account, key, time, amount, columns = {} }: ColumnMapping): string[] {
  const amounts =
    'column' in amount ? [amount.column, amount.kind] : 'signed' in amount ? [amount.signed] : [amount.credit, amount.debit];
  const owner = 'column' in account ? [account.column] : [];
  return [...new Set([...recognise, ...owner, ...key, ...time, ...amounts, ...Object.values(columns)])];
}
