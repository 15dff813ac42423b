import type { ReactElement } from 'react';
import { useAnswer, usePages } from '../../api/answers';
import { useNames, useWords } from '../../i18n/language';
import { METHODS } from '../../i18n/ledger.words';
import { EventTimeline } from '../../parts/event-timeline';
import { Facts } from '../../parts/facts';
import { Panel } from '../../parts/page';
import { Loaded } from '../../parts/states';
import { Head, Wrong, amountFact, idFact, timeFact } from './detail-parts';
import { useStoreName } from './list';
import { ORDERS } from './words';

/** A payment in a mini-app. */
export function MiniApp({ id }: { readonly id: string }): ReactElement {
  const t = useWords(ORDERS);
  const methodName = useNames(METHODS);
  const storeName = useStoreName();
  const payment = useAnswer('/v1/miniapp-payments/{id}', { path: { id } });
  const events = usePages('/v1/miniapp-payments/{id}/events', { path: { id } });
  return (
    <>
      <Head kind="mini-app" id={id} status={payment.data?.data.status} answer={payment.data?.data} />
      <Loaded of={payment} rows={8}>
        {({ data }) => (
          <div className="orders-detail">
            <Panel title={t.money}>
              <Facts
                facts={[
                  amountFact(t.paid, data.paid),
                  amountFact(t.refunded, data.refunded),
                  { name: t.method, value: methodName(data.method) },
                  { name: t.store, value: storeName(data.store) },
                  idFact(t.app, data.appId),
                  idFact(t.outOrderNo, data.outOrderNo),
                  idFact(t.channelTradeNo, data.channelTradeNo),
                  timeFact(t.paidAt, data.paidAt),
                  timeFact(t.refundedAt, data.refundedAt),
                ]}
              />
            </Panel>
            <Wrong codes={data.exceptions} />
            <EventTimeline pages={events} />
          </div>
        )}
      </Loaded>
    </>
  );
}
