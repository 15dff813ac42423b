import type { ReactElement, ReactNode } from 'react';
import { Link } from 'react-router';
import { useNames, useWords } from '../../i18n/language';
import { Facts } from '../../parts/facts';
import { Money } from '../../parts/money';
import type { Details } from './details';
import { EXCEPTIONS } from './words';

/** Ids that lead to a page of their own. */
const PAGE_OF: Readonly<Record<string, (id: string) => string>> = {
  orderId: (id) => `/orders?id=${id}`,
  paymentId: (id) => `/orders?id=${id}`,
  rrn: (id) => `/orders?id=${id}`,
};

/** What it is about, by all its ids, and the numbers behind it. */
export function Subject({ details: { subject, evidence } }: { readonly details: Details }): ReactElement {
  const t = useWords(EXCEPTIONS);
  const nameOf = useNames(EXCEPTIONS);
  const ids = Object.entries(subject).map(([name, id]) => ({ name: nameOf(name), value: <Id name={name} id={id} /> }));
  const numbers = Object.entries(evidence).map(([name, value]) => ({ name: nameOf(name), value: valueOf(name, value) }));
  return (
    <div>
      <h2>{t.kind}</h2>
      <Facts facts={[...ids, ...numbers]} />
    </div>
  );
}

function Id({ name, id }: { readonly name: string; readonly id: string }): ReactElement {
  const address = PAGE_OF[name];
  if (!address) return <span className="figure">{id}</span>;
  return (
    <Link to={address(id)} className="figure">
      {id}
    </Link>
  );
}

/** Of these only the refund that is proposed is money; the others are counts. */
const valueOf = (name: string, value: number): ReactNode =>
  name === 'refund' ? <Money fen={value} /> : <span className="figure">{value}</span>;
