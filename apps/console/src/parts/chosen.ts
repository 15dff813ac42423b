import { useMemo, useRef, useState } from 'react';

interface ChosenOptions<Row> {
  readonly keyOf: (row: Row) => string;
  /** Whether there is anything to be done with it; what may not be chosen has no box. */
  readonly may: (row: Row) => boolean;
  /** What a row is called where it can not be seen. */
  readonly nameOf: (row: Row) => string;
}

/** Rows of a list that somebody chose, to do one thing with each of them. */
export interface Chosen<Row> extends Pick<ChosenOptions<Row>, 'may' | 'nameOf'> {
  /** In the order of the list. What is no more in it, or may not be chosen any more, is not among them. */
  readonly rows: readonly Row[];
  readonly has: (row: Row) => boolean;
  /** `isRange`: with all between it and the one before. */
  readonly choose: (index: number, isOn: boolean, isRange: boolean) => void;
  readonly chooseAll: (isOn: boolean) => void;
  /** Whether all are that may be. */
  readonly isAll: boolean;
}

const NONE: ReadonlySet<string> = new Set();

export function useChosen<Row>(all: readonly Row[], { keyOf, may, nameOf }: ChosenOptions<Row>): Chosen<Row> {
  const [keys, setKeys] = useState(NONE);
  const before = useRef(0);
  const rows = useMemo(() => (keys.size === 0 ? [] : all.filter((row) => keys.has(keyOf(row)) && may(row))), [all, keys]);
  const set = (changed: readonly Row[], isOn: boolean): void =>
    setKeys((were) => {
      const next = new Set(were);
      for (const row of changed.filter(may)) {
        if (isOn) next.add(keyOf(row));
        else next.delete(keyOf(row));
      }
      return next;
    });
  return {
    rows,
    may,
    nameOf,
    has: (row) => keys.has(keyOf(row)),
    choose: (index, isOn, isRange) => {
      const from = isRange ? before.current : index;
      before.current = index;
      set(all.slice(Math.min(from, index), Math.max(from, index) + 1), isOn);
    },
    chooseAll: (isOn) => (isOn ? set(all, true) : setKeys(NONE)),
    isAll: rows.length > 0 && rows.length === all.filter(may).length,
  };
}
