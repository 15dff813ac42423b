import type { RuleValues } from '../domain/rules.js';
import type { DayOf, Sighting, TerminalDay } from '../domain/terminal-day.js';
import type { TerminalHistory } from '../domain/terminal-history.js';
import type { StoreDay, UndoneUse } from '../domain/undone-use.js';
import type { Comment, HandedOrder, Item, PastItem } from './worklist.tables.js';

/** The parts of the read model that a batch may touch, in memory, and what it did touch. */
export interface Memory {
  readonly items: Shelf<Item>;
  readonly sightings: Shelf<Sighting>;
  readonly days: Shelf<TerminalDay>;
  readonly undone: Shelf<UndoneUse>;
  readonly handed: Shelf<HandedOrder>;
  readonly terminals: Shelf<TerminalHistory>;
  readonly models: Shelf<{ readonly model: string; readonly methods: readonly string[] }>;
  readonly rules: Shelf<{ readonly merchant: string; readonly rules: RuleValues }>;
  readonly comments: Comment[];
  /** By exception and position. */
  readonly past: Map<string, PastItem>;
}

/** A row before and after what was done since one last asked. */
export interface Change<Row> {
  readonly before: Row | undefined;
  readonly after: Row | undefined;
}

/** Rows by group and key; knows which were put or taken away since they were loaded. */
export class Shelf<Row> {
  private readonly groups = new Map<string, Map<string, Row>>();
  private readonly touched = new Map<string, Row | undefined>();
  private readonly loaded = new Set<string>();
  private readonly removed: Row[] = [];
  private readonly lately = new Map<string, Row | undefined>();

  constructor(
    private readonly groupOf: (row: Row) => string,
    private readonly keyOf: (row: Row) => string,
  ) {}

  load(rows: readonly Row[]): void {
    for (const row of rows) {
      this.loaded.add(this.nameOf(row));
      this.set(row);
    }
  }

  group(group: string): Row[] {
    return [...(this.groups.get(group)?.values() ?? [])];
  }

  get(group: string, key: string): Row | undefined {
    return this.groups.get(group)?.get(key);
  }

  all(): Row[] {
    return [...this.groups.values()].flatMap((rows) => [...rows.values()]);
  }

  put(row: Row): void {
    this.note(row);
    this.set(row);
    this.touched.set(this.nameOf(row), row);
  }

  remove(row: Row): void {
    this.note(row);
    this.groups.get(this.groupOf(row))?.delete(this.keyOf(row));
    this.touched.set(this.nameOf(row), undefined);
    this.removed.push(row);
  }

  /** Rows to write. */
  get changed(): Row[] {
    return [...this.touched.values()].filter((row) => row !== undefined);
  }

  /** Rows to delete: they were there before. */
  get gone(): Row[] {
    const last = new Map(this.removed.map((row) => [this.nameOf(row), row]));
    return [...last].flatMap(([name, row]) => (this.loaded.has(name) && this.touched.get(name) === undefined ? [row] : []));
  }

  /** What was put or taken away since the last call. */
  changes(): Change<Row>[] {
    const changes = [...this.lately].map(([name, before]) => ({ before, after: this.touched.get(name) }));
    this.lately.clear();
    return changes;
  }

  private note(row: Row): void {
    const name = this.nameOf(row);
    if (!this.lately.has(name)) this.lately.set(name, this.get(this.groupOf(row), this.keyOf(row)));
  }

  private set(row: Row): void {
    const group = this.groupOf(row);
    const rows = this.groups.get(group) ?? new Map<string, Row>();
    this.groups.set(group, rows.set(this.keyOf(row), row));
  }

  private nameOf(row: Row): string {
    return `${this.groupOf(row)}\n${this.keyOf(row)}`;
  }
}

export const itemGroup = (stream: string, day: string): string => `${stream}|${day}`;
export const terminalKey = (merchantNo: string, terminalNo: string): string => `${merchantNo}/${terminalNo}`;
export const dayKey = ({ day, operatorNo }: Pick<TerminalDay, 'day' | 'operatorNo'>): string => `${day}|${operatorNo}`;

/** What exceptions of a day are about. */
export const dayStream = ({ merchantNo, terminalNo, operatorNo }: DayOf): string =>
  operatorNo === '' ? `terminal.${merchantNo}.${terminalNo}` : `operator.${merchantNo}.${terminalNo}.${operatorNo}`;

export const storeStream = ({ merchant, store, poiId }: StoreDay): string =>
  `store.${merchant}.${store}${poiId === '' ? '' : `.${poiId}`}`;

export const emptyMemory = (): Memory => ({
  items: new Shelf<Item>(
    ({ stream, day }) => itemGroup(stream, day),
    ({ code }) => code,
  ),
  sightings: new Shelf<Sighting>(
    ({ stream }) => stream,
    ({ identity }) => identity,
  ),
  days: new Shelf<TerminalDay>(({ merchantNo, terminalNo }) => terminalKey(merchantNo, terminalNo), dayKey),
  undone: new Shelf<UndoneUse>(
    ({ stream }) => stream,
    ({ key }) => key,
  ),
  handed: new Shelf<HandedOrder>(
    () => '',
    ({ stream }) => stream,
  ),
  terminals: new Shelf<TerminalHistory>(
    () => '',
    ({ merchantNo, terminalNo }) => terminalKey(merchantNo, terminalNo),
  ),
  models: new Shelf(
    () => '',
    ({ model }) => model,
  ),
  rules: new Shelf(
    () => '',
    ({ merchant }) => merchant,
  ),
  comments: [],
  past: new Map(),
});
