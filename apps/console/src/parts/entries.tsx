import type { ReactElement } from 'react';
import { ACCOUNT_NAMES, ENTRY_KINDS } from '../i18n/entry.words';
import { useNames, useWords } from '../i18n/language';
import { TIMELINE } from '../i18n/timeline.words';
import { Money } from './money';

interface Line {
  readonly account: string;
  readonly side: 'debit' | 'credit';
  /** 分 */
  readonly amount: number;
}

interface Entry {
  readonly kind: string;
  readonly businessDate: string;
  readonly lines: readonly Line[];
}

/** The entries that an event carries; events of features that book nothing have none. */
export function entriesIn(data: Readonly<Record<string, unknown>>): readonly Entry[] {
  const { entries } = data;
  return Array.isArray(entries) ? (entries as readonly Entry[]) : [];
}

/** Entries with debit and credit in columns of their own. */
export function Entries({ entries }: { readonly entries: readonly Entry[] }): ReactElement {
  return (
    <>
      {entries.map((entry, index) => (
        <EntryTable key={index} entry={entry} />
      ))}
    </>
  );
}

function EntryTable({ entry: { kind, businessDate, lines } }: { readonly entry: Entry }): ReactElement {
  const t = useWords(TIMELINE);
  const kindName = useNames(ENTRY_KINDS);
  const label = `${t.booked}: ${kindName(kind)}`;
  return (
    <div className="entries scroll-x" tabIndex={0} role="region" aria-label={label}>
      <table className="plain-table">
        <caption>
          {label} · {t.day} <span className="figure">{businessDate}</span>
        </caption>
        <thead>
          <tr>
            <th scope="col">{t.account}</th>
            <th scope="col" className="is-right">
              {t.debit}
            </th>
            <th scope="col" className="is-right">
              {t.credit}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ account, side, amount }, index) => (
            <tr key={index}>
              <th scope="row">
                <AccountName account={account} />
              </th>
              <td className="is-right">{side === 'debit' && <Money fen={amount} />}</td>
              <td className="is-right">{side === 'credit' && <Money fen={amount} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function AccountName({ account }: { readonly account: string }): ReactElement {
  const nameOf = useNames(ACCOUNT_NAMES);
  return (
    <>
      {nameOf(account.split(':', 2).join(':'))}
      <small className="figure quiet">{account}</small>
    </>
  );
}
