import type { ReactElement } from 'react';
import { Link } from 'react-router';
import { moment } from '../../i18n/formats';
import { useNames, useWords } from '../../i18n/language';
import { Money } from '../../parts/money';
import type { CaseDetails } from './answers';
import { ITEM_NAMES, REF_NAMES } from './names.words';
import { RECONCILIATION } from './words';

type Item = CaseDetails['items'][number];

/** Ids that lead to a page of their own. */
const WITH_PAGE = ['orderId', 'paymentId', 'rrn'];

/** What we say beside what the statement says. */
export function Sides({ items }: { readonly items: readonly Item[] }): ReactElement {
  const t = useWords(RECONCILIATION);
  return (
    <div className="recon-sides">
      <Side title={t.ours} none={t.nothingOurs} items={items.filter(({ side }) => side !== 'statement')} />
      <Side title={t.theirs} none={t.nothingTheirs} items={items.filter(({ side }) => side === 'statement')} />
    </div>
  );
}

interface SideProps {
  readonly title: string;
  readonly none: string;
  readonly items: readonly Item[];
}

function Side({ title, none, items }: SideProps): ReactElement {
  return (
    <section className="recon-side" aria-label={title}>
      <h2>{title}</h2>
      {items.length === 0 && <p className="quiet">{none}</p>}
      {items.map((item) => (
        <OneItem key={`${item.side} ${item.id}`} item={item} />
      ))}
    </section>
  );
}

function OneItem({ item }: { readonly item: Item }): ReactElement {
  const t = useWords(RECONCILIATION);
  const itemName = useNames(ITEM_NAMES);
  const { side, kind, direction, amount, fee, net, status, day, occurredAt } = item;
  return (
    <div className="recon-item">
      <div className="recon-item-head">
        <strong>
          {itemName(side)} · {itemName(kind)}
        </strong>
        <Money fen={direction === 'in' ? amount : -amount} as="signed" />
      </div>
      <dl>
        {fee !== undefined && <Row name={t.fee} value={<Money fen={fee} />} />}
        {net !== undefined && <Row name={t.net} value={<Money fen={net} />} />}
        <Row name={t.state} value={itemName(status)} />
        <Row name={t.itemDay} value={<span className="figure">{day}</span>} />
        <Row name={t.at} value={<span className="figure">{moment(occurredAt)}</span>} />
        <Refs refs={item.refs} />
      </dl>
    </div>
  );
}

function Refs({ refs }: Pick<Item, 'refs'>): ReactElement {
  const refName = useNames(REF_NAMES);
  return (
    <>
      {Object.entries(refs).map(([name, id]) => (
        <Row
          key={name}
          name={refName(name)}
          value={
            WITH_PAGE.includes(name) ? (
              <Link to={`/orders?id=${id}`} className="figure">
                {id}
              </Link>
            ) : (
              <span className="figure">{id}</span>
            )
          }
        />
      ))}
    </>
  );
}

const Row = ({ name, value }: { readonly name: string; readonly value: ReactElement | string }): ReactElement => (
  <div>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </div>
);
