import type { Instant } from '#kernel';

interface Since<T> {
  readonly from: Instant;
  readonly value: T;
}

/** What set-up says of a terminal, each from a moment on. */
export interface TerminalHistory {
  readonly merchantNo: string;
  readonly terminalNo: string;
  readonly model: string;
  readonly stores: readonly Since<string>[];
  readonly methods: readonly Since<readonly string[]>[];
  readonly statuses: readonly Since<string>[];
}

/** A terminal took, gave back or held money. */
export interface Use {
  readonly at: Instant;
  readonly store: string;
  readonly method: string;
  /** 分 */
  readonly amount: number;
}

export type Anomaly = 'TERMINAL_NOT_ACTIVE' | 'TERMINAL_IN_OTHER_STORE' | 'METHOD_BEYOND_TERMINAL';

const NO_METHOD = 'unknown';
const NO_STORE = '-';

/** What is odd about a use, as set-up stands now. A terminal that set-up does not know is none of its anomalies. */
export function anomaliesOf(
  { at, store, method }: Use,
  terminal: TerminalHistory,
  methodsOfModel: (model: string) => readonly string[] | undefined,
): Anomaly[] {
  const anomalies: Anomaly[] = [];
  if ((valueAt(terminal.statuses, at) ?? 'active') !== 'active') anomalies.push('TERMINAL_NOT_ACTIVE');
  const placed = valueAt(terminal.stores, at) ?? terminal.stores[0]?.value;
  if (placed !== undefined && store !== NO_STORE && store !== placed) anomalies.push('TERMINAL_IN_OTHER_STORE');
  const methods = valueAt(terminal.methods, at) ?? methodsOfModel(terminal.model);
  if (methods && method !== NO_METHOD && !takes(methods, method)) anomalies.push('METHOD_BEYOND_TERMINAL');
  return anomalies;
}

/** `card` is any way of reading one. */
const takes = (methods: readonly string[], method: string): boolean =>
  methods.some((one) => one === method || one.startsWith(`${method}_`));

/** By time, whatever the order in which they were said. */
export const since = <T>(known: readonly Since<T>[], from: Instant, value: T): Since<T>[] =>
  [...known, { from, value }].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));

const valueAt = <T>(known: readonly Since<T>[], at: Instant): T | undefined => known.findLast(({ from }) => from <= at)?.value;
