/**
 * What tells a person outside (a buyer, a payer), encrypted before it became part of an event. `subject` is a pseudonym: the
 * same person has the same one until they are forgotten; `box` is the ciphertext under that subject's own key. Nobody below the
 * edge of reading looks into it.
 */
export interface Sealed {
  readonly subject: string;
  readonly box: string;
}

/** Sealed, or in plain words in events that were written before persons were sealed. */
export type Personal = Sealed | string;

const SUBJECT = /^sub_[A-Za-z0-9_-]{22}$/;
const BOX = /^[A-Za-z0-9_-]{38,4096}$/;

export const isSubject = (text: string): boolean => SUBJECT.test(text);

export function isSealed(value: unknown): value is Sealed {
  if (typeof value !== 'object' || value === null) return false;
  const { subject, box } = value as { readonly subject?: unknown; readonly box?: unknown };
  return typeof subject === 'string' && typeof box === 'string' && isSubject(subject) && BOX.test(box);
}

/** As it stands in the text of a message: of characters that no JSON, form or URL writes otherwise. */
export const sealedText = ({ subject, box }: Sealed): string => `sealed.${subject}.${box}`;

/** Undefined where the text is none that `sealedText` made. */
export function sealedIn(text: string): Sealed | undefined {
  const [mark, subject, box, ...rest] = text.split('.');
  const sealed = { subject, box };
  return mark === 'sealed' && rest.length === 0 && isSealed(sealed) ? sealed : undefined;
}
