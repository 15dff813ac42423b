import { moment } from '../../i18n/formats';

const TO_THE_MINUTE = 16;

export const minute = (iso: string): string => moment(iso).slice(0, TO_THE_MINUTE);

/** Since when, and until when where an end is known. */
export const lasting = (from: string | null, to: string | null | undefined): string =>
  `${from === null ? '' : minute(from)} – ${to ? minute(to) : ''}`.trim();

/** What of a timeline counts now, and what is to come. */
export function timelineNow<T extends { readonly from: string | null }>(
  timeline: readonly T[],
): { readonly now: T | undefined; readonly next: T | undefined } {
  const at = new Date().toISOString();
  const isHere = ({ from }: T): boolean => from === null || from <= at;
  return { now: timeline.findLast(isHere), next: timeline.find((one) => !isHere(one)) };
}

export type When = 'past' | 'now' | 'next';

export function whenOf({ from, to }: { readonly from: string; readonly to?: string | null | undefined }): When {
  const at = new Date().toISOString();
  if (to && to <= at) return 'past';
  return from <= at ? 'now' : 'next';
}
