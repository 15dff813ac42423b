import { useEffect, useRef } from 'react';

const SEQUENCE_MS = 1_200;

/** Not while somebody types, and not behind a dialog that asks something. */
const isBusy = (target: EventTarget | null): boolean =>
  (target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))) ||
  document.querySelector('.ant-modal-wrap') !== null;

/** Single letters; those after `g` go to pages and are not meant. */
export function useKeys(keys: Readonly<Record<string, (() => void) | undefined>>): void {
  const on = useRef(keys);
  useEffect(() => {
    on.current = keys;
  });
  useEffect(() => {
    let goUntil = 0;
    const listen = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isBusy(event.target)) return;
      const isAfterGo = Date.now() < goUntil;
      goUntil = event.key === 'g' ? Date.now() + SEQUENCE_MS : 0;
      const act = isAfterGo ? undefined : on.current[event.key];
      if (!act) return;
      // Else the letter would be typed where a form takes the focus.
      event.preventDefault();
      act();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);
}
