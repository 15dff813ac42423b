import { useEffect, useRef, type ReactElement, type SyntheticEvent } from 'react';
import { BULK } from '../i18n/bulk.words';
import { filled, useWords } from '../i18n/language';
import type { Chosen } from './chosen';

/** A row opens by click and Enter; what is meant for its box must not. */
const keepsHere = (event: SyntheticEvent): void => event.stopPropagation();

/** The box of a row; with Shift all between it and the one before follow. */
export function RowBox<Row>({
  of,
  row,
  index,
}: {
  readonly of: Chosen<Row>;
  readonly row: Row;
  readonly index: number;
}): ReactElement | null {
  const t = useWords(BULK);
  if (!of.may(row)) return null;
  return (
    <label className="choice" onClick={keepsHere} onKeyDown={keepsHere}>
      <input
        type="checkbox"
        aria-label={filled(t.chooseOne, { name: of.nameOf(row) })}
        checked={of.has(row)}
        // A click tells of Shift, also where it was a key.
        onChange={({ target, nativeEvent }) => of.choose(index, target.checked, (nativeEvent as MouseEvent).shiftKey)}
      />
    </label>
  );
}

/** The box of all rows that are loaded. */
export function AllBox<Row>({ of }: { readonly of: Chosen<Row> }): ReactElement {
  const t = useWords(BULK);
  const box = useRef<HTMLInputElement>(null);
  const isSome = of.rows.length > 0 && !of.isAll;
  useEffect(() => {
    if (box.current) box.current.indeterminate = isSome;
  }, [isSome]);
  return (
    <label className="choice">
      <input
        ref={box}
        type="checkbox"
        aria-label={t.chooseAll}
        checked={of.isAll}
        onChange={({ target }) => of.chooseAll(target.checked)}
      />
    </label>
  );
}
