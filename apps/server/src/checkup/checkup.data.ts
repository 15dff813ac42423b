import type { ChannelAccountKind } from '#merchants';

/** When a checkup begins to speak, in days. */
export interface Thresholds {
  /** So long without a notice is a finding. */
  readonly silentDays: number;
  /** … without one from a terminal. */
  readonly terminalSilentDays: number;
  /** What ends within so long: an interface, a fee schedule, a settlement destination, the holiday calendar. */
  readonly endsDays: number;
  /** What is left of the time in which an old secret verifies. */
  readonly overlapDays: number;
  /** Pulling that fails for so long is broken; until then it is tried again. */
  readonly pullFailingDays: number;
}

export const THRESHOLDS: Thresholds = {
  silentDays: 7,
  terminalSilentDays: 7,
  endsDays: 30,
  overlapDays: 2,
  pullFailingDays: 1,
};

/** Accounts whose notices come in under their own id. The others are heard of under merchant numbers or not at all. */
export const SENDING_ACCOUNTS: ReadonlySet<ChannelAccountKind> = new Set([
  'douyin-life',
  'mini-app',
  'shouqianba',
  'lakala',
  'allinpay',
]);

/** Accounts whose party signs by its key pair alone: a secret verifies nothing. */
export const KEY_PAIR_ONLY: ReadonlySet<ChannelAccountKind> = new Set(['lakala']);

/** Modulus of an RSA key in bits that is the least to be trusted. */
export const RSA_BITS_AT_LEAST = 2_048;

/** Kinds of card that a schedule by kinds has to know; others are seldom and not held against it. */
export const PRICED_CARD_TYPES: readonly string[] = ['debit', 'credit'];

/** A probe is to be answered within this. */
export const PROBE_WITHIN_MS = 5_000;
