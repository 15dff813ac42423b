import type { Instant, Rejection } from '#kernel';
import { reject } from './setup.rejections.js';

/** A reference into the vault and a keyed fingerprint that tells equal secrets apart from others. Never the secret. */
export interface SealedSecret {
  readonly ref: string;
  readonly fingerprint: string;
}

/** A new secret takes over; the one before verifies until `overlapUntil`, and no longer than now where that is absent. */
export interface Rotation {
  readonly secret: SealedSecret;
  readonly at: Instant;
  readonly overlapUntil?: Instant;
}

/** An old secret was destroyed. */
export interface Discarding {
  readonly ref: string;
  readonly at: Instant;
}

export interface KeptSecret {
  readonly secret: SealedSecret;
  /** Until when it verifies; absent on the newest. */
  readonly until?: Instant;
}

/** The newest first, then what is not destroyed yet. At most two verify at any moment. */
export type SecretRing = readonly KeptSecret[];

export const ringOf = (secret: SealedSecret | undefined): SecretRing => (secret ? [{ secret }] : []);

export const newestOf = (ring: SecretRing): SealedSecret | undefined => ring[0]?.secret;

export const isOneOf = (secret: SealedSecret | undefined, known: readonly (SealedSecret | undefined)[]): boolean =>
  known.some((one) => one?.fingerprint === secret?.fingerprint);

/** The same secret again is a retry, whatever clock or overlap it carries. */
export function judgeRotation(ring: SecretRing, { secret, at, overlapUntil }: Rotation): 'known' | 'new' | Rejection {
  if (newestOf(ring)?.fingerprint === secret.fingerprint) return 'known';
  return overlapUntil !== undefined && overlapUntil <= at ? reject('OVERLAP_ENDED') : 'new';
}

/** A third secret ends the overlap of the oldest there and then. */
export function rotate(ring: SecretRing, { secret, at, overlapUntil = at }: Rotation): SecretRing {
  const [newest, ...older] = ring;
  const ended = older.map(({ secret: old, until = at }) => ({ secret: old, until: until < at ? until : at }));
  return newest ? [{ secret }, { secret: newest.secret, until: overlapUntil }, ...ended] : [{ secret }];
}

/** Those that verify, the newest first. */
export const verifyingAt = (ring: SecretRing, now: Instant): SealedSecret[] =>
  ring.filter(({ until }) => until === undefined || now < until).map(({ secret }) => secret);

/** Only what no longer verifies may be destroyed; what is gone already is a retry. */
export function judgeDiscarding(ring: SecretRing, { ref, at }: Discarding): 'known' | 'new' | Rejection {
  const kept = ring.find(({ secret }) => secret.ref === ref);
  if (!kept) return 'known';
  return kept.until !== undefined && kept.until <= at ? 'new' : reject('SECRET_IN_USE');
}

export const discard = (ring: SecretRing, { ref }: Discarding): SecretRing => ring.filter(({ secret }) => secret.ref !== ref);
