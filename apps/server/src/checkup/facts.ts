import type { PullStanding } from '#channels';
import type { Calendar, DestinationsState, FeeSchedulesState, TermsState } from '#fees';
import type { Instant } from '#kernel';
import type { SetUpPart, SetUpStates } from '#merchants';
import type { Thresholds } from './checkup.data.js';
import type { Probe } from './checkup.js';

/** All that a checkup looks at, gathered. By reference, id or name as said. */
export interface Facts {
  readonly merchantId: string;
  readonly now: Instant;
  readonly thresholds: Thresholds;
  readonly parts: readonly SetUpPart[];
  /** Secrets that verify and can not be opened, by reference. */
  readonly lockedSecrets: ReadonlyMap<string, 'missing' | 'undecipherable'>;
  /** By app key, `<merchant no>/<terminal no>` and `<kind>/<account id>`. */
  readonly probes: ReadonlyMap<string, Probe>;
  /** The newest notice by who sent it: app key, account id, `<merchant no>/<terminal no>`. */
  readonly lastReceived: ReadonlyMap<string, Instant>;
  /** By shop. */
  readonly pulls: ReadonlyMap<string, PullStanding>;
  /** By channel. */
  readonly schedules: ReadonlyMap<string, FeeSchedulesState>;
  /** By channel and merchant number, see `numberOf`. */
  readonly destinations: ReadonlyMap<string, DestinationsState>;
  readonly terms: TermsState;
  readonly calendar: Calendar;
  /** The newest payment by `<merchant no>/<terminal no>`. */
  readonly lastPayments: ReadonlyMap<string, LastPayment>;
}

export interface LastPayment {
  /** That it is counted to. */
  readonly store: string;
  readonly openedAt: Instant;
}

export const numberOf = ({ channel, merchantNo }: { readonly channel: string; readonly merchantNo: string }): string =>
  `${channel}/${merchantNo}`;

export const terminalNameOf = (of: { readonly merchantNo: string; readonly terminalNo: string }): string =>
  `${of.merchantNo}/${of.terminalNo}`;

export const accountNameOf = (of: { readonly kind: string; readonly accountId: string }): string =>
  `${of.kind}/${of.accountId}`;

/** The states of all streams of a kind. */
export const statesOf = <K extends keyof SetUpStates>(parts: readonly SetUpPart[], kind: K): SetUpStates[K][] =>
  parts.flatMap((part) => (part.kind === kind ? [part.state as SetUpStates[K]] : []));
