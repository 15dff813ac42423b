/** On an account; 分, negative where it leaves. */
interface Movement {
  readonly at: number;
  readonly signed: number;
}
interface Booked {
  /** From 1, in the order of time. */
  readonly serial: number;
  readonly balance: number;
}

/** What stood there before the story, 分. */
const OPENING_BALANCE = 1_000_000;

/** Movements in the order of time, with what the account holds after each. */
export function withBalance<M extends Movement>(movements: readonly M[]): (M & Booked)[] {
  let balance = OPENING_BALANCE;
  return movements
    .toSorted((a, b) => a.at - b.at)
    .map((movement, index) => {
      balance += movement.signed;
      return { ...movement, serial: index + 1, balance };
    });
}
