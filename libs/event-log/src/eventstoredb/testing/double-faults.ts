import { Metadata, status } from '@grpc/grpc-js';

export interface Node {
  readonly host: string;
  readonly port: number;
}

/** What the double does wrong on purpose. Numbers count down. */
export interface DoubleFaults {
  /** Every new call is answered UNAVAILABLE. */
  unavailable: boolean;
  /** Every new call is answered as to a user who may do nothing. */
  refusing: boolean;
  /** Another node leads: whoever needs the leader is sent there, also in the middle of a stream of appends. */
  leader: Node | undefined;
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
  /** The next so many appends are not taken, because the server is not ready for them. */
  notReady: number;
  /** The next so many appends are stored, and answered as the server does when its nodes take too long: nobody knows. */
  timeOut: number;
  /** The next so many answers to appends leave out the position. */
  leaveOutPosition: number;
  /** After each append a link to it is written, as the server's own projections do. */
  links: boolean;
}

export const noFaults = (): DoubleFaults => ({
  unavailable: false,
  refusing: false,
  leader: undefined,
  silent: false,
  loseAnswers: 0,
  loseRequests: 0,
  holdAnswers: false,
  ignoreAppends: 0,
  notReady: 0,
  timeOut: 0,
  leaveOutPosition: 0,
  links: false,
});

export type CountedFault = 'loseAnswers' | 'loseRequests' | 'ignoreAppends' | 'notReady' | 'timeOut' | 'leaveOutPosition';

/** Whether this one is hit. */
export function strikes(faults: DoubleFaults, fault: CountedFault): boolean {
  if (faults[fault] === 0) return false;
  faults[fault] -= 1;
  return true;
}

/** What the server ends a call with that needs the leader and is not asked of it. */
export function notLeader({ host, port }: Node): { code: status; details: string; metadata: Metadata } {
  const metadata = new Metadata();
  metadata.set('exception', 'not-leader');
  metadata.set('leader-endpoint-host', host);
  metadata.set('leader-endpoint-port', String(port));
  return { code: status.NOT_FOUND, details: 'Leader info available', metadata };
}
