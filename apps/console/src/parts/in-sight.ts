import { useLayoutEffect, useState, type RefObject } from 'react';

interface Window {
  /** Places of the first row to be shown, and of the one behind the last. */
  readonly first: number;
  readonly until: number;
}

/** Shown beyond what is seen, on either side. */
const BEYOND = 12;
/** What is shown changes when so many rows have gone by, not at each. */
const STEP = 4;

/**
 * Which of so many rows of one height are to be shown in a box that scrolls. By arithmetic alone: nothing is kept of any row, so that
 * the last of a hundred thousand costs what the first does.
 */
export function useInSight(box: RefObject<HTMLElement | null>, count: number, rowPx: number): Window {
  const [seen, setSeen] = useState({ first: 0, rows: 0 });
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const look = (): void => {
      const first = Math.floor(element.scrollTop / rowPx / STEP) * STEP;
      const rows = Math.ceil(element.clientHeight / rowPx) + STEP;
      setSeen((before) => (before.first === first && before.rows === rows ? before : { first, rows }));
    };
    look();
    const sizes = new ResizeObserver(look);
    sizes.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      sizes.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [box, rowPx]);
  const first = Math.max(0, Math.min(seen.first, count) - BEYOND);
  return { first, until: Math.min(count, Math.min(seen.first, count) + seen.rows + BEYOND) };
}
