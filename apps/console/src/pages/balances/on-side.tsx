import type { ReactElement } from 'react';
import { useWords } from '../../i18n/language';
import { Money } from '../../parts/money';
import { BALANCES } from './words';

/** A balance as books write it: on which side, and how much. Debit is above zero. */
export function OnSide({ fen }: { readonly fen: number }): ReactElement {
  const t = useWords(BALANCES);
  const side = fen === 0 ? t.level : fen > 0 ? t.debitSide : t.creditSide;
  return (
    <span className="balances-side">
      <span className="quiet">{side}</span> <Money fen={Math.abs(fen)} />
    </span>
  );
}

/** An amount in the column of its side; nothing in the other. */
export const onDebit = (fen: number): ReactElement | null => (fen > 0 ? <Money fen={fen} /> : null);
export const onCredit = (fen: number): ReactElement | null => (fen < 0 ? <Money fen={-fen} /> : null);
