/** What the double does wrong on purpose. Numbers count down. */
export interface DoubleFaults {
  /** Every new call is answered UNAVAILABLE. */
  unavailable: boolean;
  /** Every new call is answered as to a user who may do nothing. */
  refusing: boolean;
  /** Takes calls, stores appends, and answers nothing. */
  silent: boolean;
  /** The next so many appends are stored, and then their call breaks instead of being answered. */
  loseAnswers: number;
  /** The call of the next so many appends breaks before they are stored. */
  loseRequests: number;
  /** Appends are stored, and their answers kept back until `releaseAnswers`. */
  holdAnswers: boolean;
  /** The next so many appends are dropped without a word, as the server does with a retry that is not replicated yet. */
  ignoreAppends: number;
  /** The next so many answers to appends leave out the position. */
  leaveOutPosition: number;
  /** After each append a link to it is written, as the server's own projections do. */
  links: boolean;
}

export const noFaults = (): DoubleFaults => ({
  unavailable: false,
  refusing: false,
  silent: false,
  loseAnswers: 0,
  loseRequests: 0,
  holdAnswers: false,
  ignoreAppends: 0,
  leaveOutPosition: 0,
  links: false,
});

export type CountedFault = 'loseAnswers' | 'loseRequests' | 'ignoreAppends' | 'leaveOutPosition';

/** Whether this one is hit. */
export function strikes(faults: DoubleFaults, fault: CountedFault): boolean {
  if (faults[fault] === 0) return false;
  faults[fault] -= 1;
  return true;
}
