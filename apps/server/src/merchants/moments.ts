import { instant, parseInstant, type Instant } from '#kernel';

export const now = (): Instant => instant(Date.now());

/** Validated before; the clock where nothing was said. */
export const momentOf = (text: string | undefined): Instant => optionalMoment(text) ?? now();

const optionalMoment = (text: string | undefined): Instant | undefined => (text === undefined ? undefined : parseInstant(text));

/** When a new secret takes over, and until when the one before verifies. */
export function rotationOf({ overlapUntil }: { readonly overlapUntil?: string }): { at: Instant; overlapUntil?: Instant } {
  const until = optionalMoment(overlapUntil);
  return { at: now(), ...(until !== undefined && { overlapUntil: until }) };
}
