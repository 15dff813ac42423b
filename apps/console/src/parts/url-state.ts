import { useCallback } from 'react';
import { useSearchParams } from 'react-router';

/**
 * A value that stands in the address, so that a page can be shared, reloaded and gone back to. Its absence is the default;
 * what `isValid` does not accept counts as absent.
 */
export function useUrlState(
  name: string,
  absent: string,
  isValid?: (text: string) => boolean,
): [string, (value: string) => void] {
  const [params, setParams] = useSearchParams();
  const text = params.get(name);
  const value = text === null || isValid?.(text) === false ? absent : text;
  const set = useCallback(
    (next: string) =>
      setParams(
        (before) => {
          const after = new URLSearchParams(before);
          if (next === absent) after.delete(name);
          else after.set(name, next);
          return after;
        },
        { replace: true },
      ),
    [name, absent, setParams],
  );
  return [value, set];
}

/** Several values that change together. */
export function useSetUrl(): (values: Readonly<Record<string, string>>) => void {
  const [, setParams] = useSearchParams();
  return useCallback(
    (values) =>
      setParams((before) => {
        const after = new URLSearchParams(before);
        for (const [name, value] of Object.entries(values)) {
          if (value === '') after.delete(name);
          else after.set(name, value);
        }
        return after;
      }),
    [setParams],
  );
}
