import { useEffect, useRef } from 'react';

const SEQUENCE_MS = 1_200;

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));

interface Shortcuts {
  readonly onPalette: () => void;
  readonly onHelp: () => void;
  /** A letter after `g`. */
  readonly onGo: (letter: string) => void;
}

/** Ctrl-K or ⌘-K, `?`, and `g` with a letter; none while somebody types. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const on = useRef(shortcuts);
  useEffect(() => {
    on.current = shortcuts;
  });
  useEffect(() => {
    let goUntil = 0;
    const listen = (event: KeyboardEvent): void => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        on.current.onPalette();
      } else if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) {
        return;
      } else if (event.key === '?') {
        on.current.onHelp();
      } else if (Date.now() < goUntil) {
        goUntil = 0;
        on.current.onGo(event.key);
      } else if (event.key === 'g') {
        goUntil = Date.now() + SEQUENCE_MS;
      }
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);
}
