import type { ReactElement } from 'react';
import { Link } from 'react-router';
import { useAnswer, usePages } from '../../api/answers';
import type { AnswerOf } from '../../api/client';
import { useMay } from '../../app/session';
import { METHODS } from '../../i18n/ledger.words';
import { useNames, useWords } from '../../i18n/language';
import { EventTimeline } from '../../parts/event-timeline';
import { Facts } from '../../parts/facts';
import { Money } from '../../parts/money';
import { Panel } from '../../parts/page';
import { Loaded } from '../../parts/states';
import { Corrections, Head, Wrong, amountFact, idFact, timeFact } from './detail-parts';
import { useStoreName } from './list';
import { Related } from './related';
import { AFTERSALES } from './steps.words';
import { Waterfall } from './waterfall';
import { ORDERS } from './words';

type Details = AnswerOf<'/v1/orders/{id}'>['data'];

/** A Douyin order: its money, its corrections, and all that happened to it. */
export function Order({ id }: { readonly id: string }): ReactElement {
  const t = useWords(ORDERS);
  const may = useMay();
  const order = useAnswer('/v1/orders/{id}', { path: { id } });
  const events = usePages('/v1/orders/{id}/events', { path: { id } });
  const details = order.data?.data;
  const isCollected = (details?.collection?.collected ?? 0) > 0;
  return (
    <>
      <Head kind="order" id={id} status={details?.status} mark={isCollected ? t.collectedAtPos : undefined} answer={details}>
        {details && may('instruct') && mayBeCollected(details) && (
          <Link to={`/terminal?merchant=${details.merchant}&order=${id}`}>{t.collect}</Link>
        )}
      </Head>
      <Loaded of={order} rows={8}>
        {({ data }) => (
          <div className="orders-detail">
            <MoneyOf order={data} />
            <Wrong codes={data.exceptions} />
            <Waterfall id={id} stream={`order-douyin.${id}`} />
            {data.handedToPos && <Related id={id} />}
            {data.aftersales.length > 0 && <Aftersales cases={data.aftersales} />}
            <Corrections corrections={data.corrections} />
            <EventTimeline pages={events} />
          </div>
        )}
      </Loaded>
    </>
  );
}

const CLOSED: readonly string[] = ['cancelled', 'refunded'];

/** Whether a terminal could be asked to collect it now; the ledger says so in the end. */
function mayBeCollected({ status, paid, refunded, method, collection }: Details): boolean {
  const isPaidInside = paid > refunded && method !== 'cod' && status !== 'deposit_paid';
  return !CLOSED.includes(status) && !isPaidInside && (collection?.mayRequest ?? true);
}

function MoneyOf({ order }: { readonly order: Details }): ReactElement {
  const t = useWords(ORDERS);
  const methodName = useNames(METHODS);
  const storeName = useStoreName();
  return (
    <Panel title={t.money}>
      <Facts
        facts={[
          amountFact(t.listPrice, order.listPrice),
          amountFact(t.payable, order.payable),
          amountFact(t.paid, order.paid),
          amountFact(t.collectedAtPos, order.collection?.collected ?? null),
          amountFact(t.refunded, order.refunded),
          amountFact(t.subsidy, order.subsidy),
          amountFact(t.fees, order.fees),
          amountFact(t.settledNet, order.settledNet),
          { name: t.method, value: methodName(order.method) },
          { name: t.store, value: storeName(order.store) },
          idFact(t.shop, order.shopId),
          idFact(t.liveRoom, order.liveRoomId),
          idFact(t.buyer, order.buyer?.text ?? order.buyer?.masked ?? null),
          timeFact(t.createdAt, order.createdAt),
          timeFact(t.paidAt, order.paidAt),
          timeFact(t.shippedAt, order.shippedAt),
          timeFact(t.completedAt, order.completedAt),
          timeFact(t.cancelledAt, order.cancelledAt),
        ]}
      />
    </Panel>
  );
}

function Aftersales({ cases }: { readonly cases: Details['aftersales'] }): ReactElement {
  const t = useWords(ORDERS);
  const nameOf = useNames(AFTERSALES);
  return (
    <Panel title={t.aftersales} isFlush>
      <div className="scroll-x" tabIndex={0} role="region" aria-label={t.aftersales}>
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{t.aftersale}</th>
              <th scope="col">{t.status}</th>
              <th scope="col" className="is-right">
                {t.asked}
              </th>
              <th scope="col" className="is-right">
                {t.refunded}
              </th>
            </tr>
          </thead>
          <tbody>
            {cases.map(({ aftersaleId, status, asked, refunded }) => (
              <tr key={aftersaleId}>
                <th scope="row" className="figure">
                  {aftersaleId}
                </th>
                <td>{nameOf(status)}</td>
                <td className="is-right">{asked !== null && <Money fen={asked} />}</td>
                <td className="is-right">
                  <Money fen={refunded} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
