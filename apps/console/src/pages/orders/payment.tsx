import type { ReactElement } from 'react';
import { Link } from 'react-router';
import { useAnswer, usePages } from '../../api/answers';
import { useMay } from '../../app/session';
import { CHANNELS, METHODS } from '../../i18n/ledger.words';
import { useNames, useWords } from '../../i18n/language';
import { EventTimeline } from '../../parts/event-timeline';
import { Facts } from '../../parts/facts';
import { Money } from '../../parts/money';
import { Panel } from '../../parts/page';
import { Loaded } from '../../parts/states';
import type { PaymentDetails } from './payment-details';
import { Corrections, Head, Wrong, amountFact, idFact, timeFact } from './detail-parts';
import { Instruct, Withdraw } from './instruct';
import { useStoreName } from './list';
import { ORDERS } from './words';

/** A payment at a terminal, with what may be instructed about it. */
export function Payment({ id }: { readonly id: string }): ReactElement {
  const t = useWords(ORDERS);
  const may = useMay();
  const payment = useAnswer('/v1/payments/{id}', { path: { id } });
  const events = usePages('/v1/payments/{id}/events', { path: { id } });
  const details = payment.data?.data;
  return (
    <>
      <Head kind="payment" id={id} status={details?.status} answer={details}>
        {details && may('instruct') && <Instruct payment={details} />}
        {may('instruct') && <Link to={`/corrections?new=reverse&payment=${id}`}>{t.correct}</Link>}
      </Head>
      <Loaded of={payment} rows={8}>
        {({ data }) => (
          <div className="orders-detail">
            <MoneyOf payment={data} />
            {data.instructions.length > 0 && <Waiting payment={data} />}
            <Wrong codes={data.exceptions} />
            <Corrections corrections={data.corrections} />
            <EventTimeline pages={events} />
          </div>
        )}
      </Loaded>
    </>
  );
}

function MoneyOf({ payment }: { readonly payment: PaymentDetails }): ReactElement {
  const t = useWords(ORDERS);
  const nameOf = useNames(ORDERS);
  const channelName = useNames(CHANNELS);
  const methodName = useNames(METHODS);
  const storeName = useStoreName();
  const { authorized, held, requestId } = payment;
  return (
    <Panel title={t.money}>
      <Facts
        facts={[
          amountFact(t.captured, payment.captured),
          amountFact(t.refunded, payment.refunded),
          amountFact(t.authorized, authorized === 0 ? null : authorized),
          amountFact(t.heldNow, authorized === 0 ? null : held),
          amountFact(t.requested, payment.requested),
          amountFact(t.approved, payment.approved),
          { name: t.channel, value: channelName(payment.channel) },
          { name: t.method, value: methodName(payment.method) },
          { name: t.store, value: storeName(payment.store) },
          idFact(t.merchantNo, payment.merchantNo),
          idFact(t.terminal, payment.terminalNo),
          idFact(t.rrn, payment.rrn),
          idFact(t.authCode, payment.authCode),
          idFact(t.card, payment.card?.text ?? payment.card?.masked ?? null),
          { name: t.cardType, value: payment.cardType === null ? null : nameOf(payment.cardType) },
          idFact(t.payer, payment.payer?.text ?? payment.payer?.masked ?? null),
          idFact(t.operator, payment.operatorNo),
          { name: t.request, value: requestId === null ? null : <RequestLink id={requestId} /> },
          timeFact(t.openedAt, payment.openedAt),
          timeFact(t.expiresAt, payment.expiresAt),
        ]}
      />
    </Panel>
  );
}

/** Whatever else is known under the number of the request: the order that it is for. */
const RequestLink = ({ id }: { readonly id: string }): ReactElement => (
  <Link to={`/orders?id=${id}`} className="figure">
    {id}
  </Link>
);

function Waiting({ payment: { paymentId, instructions } }: { readonly payment: PaymentDetails }): ReactElement {
  const t = useWords(ORDERS);
  const may = useMay();
  return (
    <Panel title={t.instructions} isFlush>
      <table className="plain-table">
        <tbody>
          {instructions.map(({ instructionId, type, amount }) => (
            <tr key={instructionId}>
              <th scope="row">{t[type]}</th>
              <td className="figure orders-wrap">{instructionId}</td>
              <td className="is-right">
                <Money fen={amount} />
              </td>
              <td className="is-right">
                {may('instruct') && <Withdraw paymentId={paymentId} instructionId={instructionId} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="orders-note quiet">{t.waitsForTerminal}</div>
    </Panel>
  );
}
