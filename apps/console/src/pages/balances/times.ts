import { useMay } from '../../app/session';
import { isDay } from '../../parts/span';
import { useUrlState } from '../../parts/url-state';

/** A point on both axes of time. What is absent: all accounting days, or all that is known by now. */
export interface Point {
  /** What is booked up to the end of this accounting day. */
  readonly effective?: string;
  /** What was recorded by this moment: `2026-09-21T18:13:20+08:00`. */
  readonly known?: string;
}

export interface Times {
  readonly first: Point;
  /** Undefined unless two points are compared. */
  readonly second: Point | undefined;
}

/** Names in the address: of the first point, and of the second. */
export const NAMES = {
  first: { effective: 'effective', known: 'known' },
  second: { effective: 'toEffective', known: 'toKnown' },
} as const;

export const isMoment = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\+08:00$/.test(text) && !Number.isNaN(Date.parse(text));

function usePoint(which: keyof typeof NAMES): Point {
  const [effective] = useUrlState(NAMES[which].effective, '', isDay);
  const [known] = useUrlState(NAMES[which].known, '', isMoment);
  return { ...(effective !== '' && { effective }), ...(known !== '' && { known }) };
}

/** The points of time that the address names; now, for those who may not look back. */
export function useTimes(): Times {
  const mayLookBack = useMay()('history');
  const [compare] = useUrlState('compare', '', (text) => text === '1');
  const first = usePoint('first');
  const second = usePoint('second');
  if (!mayLookBack) return { first: {}, second: undefined };
  return { first, second: compare === '' ? undefined : second };
}
