import { isRejection, type Decider, type DomainEvent } from './decider.js';
import { balances, post, EMPTY_BOOK, type Account, type Entry } from './book.js';
import { Fault } from './fault.js';
import { parseInstant, type Instant } from './instant.js';
import { money, type Money } from './money.js';

/** A stream after commands, decided and folded one by one. @throws Fault on a refusal: the test's own mistake */
export function after<State, Command, Event extends DomainEvent>(
  decider: Decider<State, Command, Event>,
  commands: readonly Command[],
): { readonly state: State; readonly events: readonly Event[] } {
  let state = decider.initial;
  const events: Event[] = [];
  for (const command of commands) {
    const decided = decider.decide(command, state);
    if (isRejection(decided)) throw new Fault(`refused: ${decided.code}`);
    state = decided.reduce((before, event) => decider.evolve(before, event), state);
    events.push(...decided);
  }
  return { state, events };
}

/** `129.90` → 12990 分. */
export const yuan = (text: string): Money => {
  if (!/^\d+\.\d{2}$/.test(text)) throw new Fault(`not yuan with two decimals: ${text}`);
  return money(Number(text.replace('.', '')));
};

/** 12990 → `129.90`, −12990 → `129.90 Cr`, 0 → nothing: as an accountant writes a balance. */
export function balanceText(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, '0');
  if (fen === 0) return '';
  return `${digits.slice(0, -2)}.${digits.slice(-2)}${fen < 0 ? ' Cr' : ''}`;
}

/** Balances of all accounts that entries touch, as lines `account balance`, sorted; accounts at zero are left out. */
export const balanceLines = (entries: readonly Entry[]): string[] =>
  [...balances(post(EMPTY_BOOK, entries))].map(([account, fen]) => `${account} ${balanceText(fen)}`).sort();

export const balanceOf = (entries: readonly Entry[], account: Account): number =>
  balances(post(EMPTY_BOOK, entries)).get(account) ?? 0;

/** What entries amount to, netted by kind, day, dimensions and account: equal text for equal books. */
export function bookText(entries: readonly Entry[]): string {
  const totals = new Map<string, number>();
  for (const { kind, businessDate, of, lines } of entries) {
    for (const { account, side, amount } of lines) {
      const key = [kind, businessDate, of.merchant, of.store, of.side, of.channel, of.method, account].join(' ');
      totals.set(key, (totals.get(key) ?? 0) + (side === 'debit' ? amount : 0 - amount));
    }
  }
  const lines = [...totals].filter(([, fen]) => fen !== 0).map(([key, fen]) => `${key} ${balanceText(fen)}`);
  return lines.sort().join('\n');
}

/** `2026-09-21 10:00` in Asia/Shanghai. @throws Fault when it is no such text */
export function shanghai(text: string): Instant {
  const at = parseInstant(`${text.replace(' ', 'T')}:00+08:00`);
  if (!at) throw new Fault(`not a moment: ${text}`);
  return at;
}

/** Every order of a short list. */
export const permutations = <T>(items: readonly T[]): T[][] =>
  items.length <= 1
    ? [[...items]]
    : items.flatMap((item, index) => permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));
