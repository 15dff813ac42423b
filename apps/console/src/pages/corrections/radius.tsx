import type { ReactElement, ReactNode } from 'react';
import { Link } from 'react-router';
import { ACCOUNT_NAMES } from '../../i18n/entry.words';
import { count } from '../../i18n/formats';
import { useLanguage, useNames, useWords } from '../../i18n/language';
import { Money } from '../../parts/money';
import type { BlastRadius } from './answers';
import { COLUMN_NAMES, CORRECTIONS } from './words';

/** Everything that moves: balances before and after, figures of the report, what it is about. */
export function Radius({ radius }: { readonly radius: BlastRadius }): ReactElement {
  const t = useWords(CORRECTIONS);
  const { orders, payments, matches, closedPeriods } = radius;
  return (
    <div className="corrections-radius">
      <Balances balances={radius.balances} />
      <Report report={radius.report} />
      <About name={t.orders} ids={orders} addressOf={(id) => `/orders?id=${id}`} />
      <About name={t.payments} ids={payments} addressOf={(id) => `/orders/payment/${id}`} />
      <About name={t.matches} ids={matches} addressOf={(id) => `/reconciliation?case=${id}`} />
      {closedPeriods.length > 0 && (
        <p>
          {t.closed}: <span className="figure">{closedPeriods.join(', ')}</span> <small className="quiet">{t.closedHint}</small>
        </p>
      )}
    </div>
  );
}

interface MovesProps {
  readonly label: string;
  readonly titles: readonly string[];
  readonly children: ReactNode;
}

function Moves({ label, titles, children }: MovesProps): ReactElement {
  return (
    <div className="entries scroll-x" tabIndex={0} role="region" aria-label={label}>
      <table className="plain-table">
        <caption>{label}</caption>
        <thead>
          <tr>
            {titles.map((title, place) => (
              <th key={title} scope="col" className={place === 0 ? '' : 'is-right'}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

function Balances({ balances }: Pick<BlastRadius, 'balances'>): ReactElement | null {
  const t = useWords(CORRECTIONS);
  const nameOf = useNames(ACCOUNT_NAMES);
  if (balances.length === 0) return null;
  return (
    <Moves label={t.balances} titles={[t.account, t.before, t.after]}>
      {balances.map(({ account, before, after }) => (
        <tr key={account}>
          <th scope="row">
            {nameOf(account.split(':', 2).join(':'))}
            <small className="figure quiet">{account}</small>
          </th>
          <td className="is-right">
            <OnSide fen={before} />
          </td>
          <td className="is-right">
            <OnSide fen={after} />
          </td>
        </tr>
      ))}
    </Moves>
  );
}

/** A balance as books write it: on which side, and how much. Debit is above zero. */
function OnSide({ fen }: { readonly fen: number }): ReactElement {
  const t = useWords(CORRECTIONS);
  const side = fen === 0 ? t.level : fen > 0 ? t.debitSide : t.creditSide;
  return (
    <>
      <span className="quiet">{side}</span> <Money fen={Math.abs(fen)} />
    </>
  );
}

function Report({ report }: Pick<BlastRadius, 'report'>): ReactElement | null {
  const t = useWords(CORRECTIONS);
  const { language } = useLanguage();
  const nameOf = useNames(COLUMN_NAMES);
  if (report.length === 0) return null;
  return (
    <Moves label={t.report} titles={[t.column, t.day, t.change]}>
      {report.map(({ day, store, channel, method, column, by }) => (
        <tr key={`${day} ${store} ${channel} ${method} ${column}`}>
          <th scope="row">
            {nameOf(column)}
            <small className="figure quiet">
              {store} · {channel} · {method}
            </small>
          </th>
          <td className="is-right figure">{day}</td>
          <td className="is-right">
            {column.endsWith('Count') ? <span className="figure">{count(by, language)}</span> : <Money fen={by} as="signed" />}
          </td>
        </tr>
      ))}
    </Moves>
  );
}

interface AboutProps {
  readonly name: string;
  readonly ids: readonly string[];
  readonly addressOf: (id: string) => string;
}

function About({ name, ids, addressOf }: AboutProps): ReactElement | null {
  if (ids.length === 0) return null;
  return (
    <p>
      {name}:{' '}
      {ids.map((id) => (
        <span key={id}>
          <Link to={addressOf(id)} className="figure">
            {id}
          </Link>{' '}
        </span>
      ))}
    </p>
  );
}
