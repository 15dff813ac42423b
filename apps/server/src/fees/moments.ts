import { instant, parseInstant, type Instant } from '#kernel';
import { Problem } from '../http/problem.js';

/** A moment as a request said it, validated before. */
export function momentOf(text: string): Instant {
  const at = parseInstant(text);
  if (at === undefined) throw Problem.of('REQUEST_INVALID');
  return at;
}

/** … the clock's where nothing was said. */
export const momentOrNow = (text: string | undefined): Instant => (text === undefined ? instant(Date.now()) : momentOf(text));

/** A field with the moment, none where nothing was said. */
export const optionalMoment = <K extends string>(name: K, text: string | undefined): { readonly [N in K]?: Instant } =>
  (text === undefined ? {} : { [name]: momentOf(text) }) as { readonly [N in K]?: Instant };
