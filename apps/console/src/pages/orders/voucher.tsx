import type { ReactElement } from 'react';
import { useAnswer, usePages } from '../../api/answers';
import { useWords } from '../../i18n/language';
import { EventTimeline } from '../../parts/event-timeline';
import { Facts } from '../../parts/facts';
import { Panel } from '../../parts/page';
import { Loaded } from '../../parts/states';
import { Head, Wrong, amountFact, idFact, timeFact } from './detail-parts';
import { useStoreName } from './list';
import { ORDERS } from './words';

/** An order of local-life vouchers. */
export function Voucher({ id }: { readonly id: string }): ReactElement {
  const t = useWords(ORDERS);
  const storeName = useStoreName();
  const voucher = useAnswer('/v1/vouchers/{id}', { path: { id } });
  const events = usePages('/v1/vouchers/{id}/events', { path: { id } });
  return (
    <>
      <Head kind="voucher" id={id} status={voucher.data?.data.status} answer={voucher.data?.data} />
      <Loaded of={voucher} rows={8}>
        {({ data }) => (
          <div className="orders-detail">
            <Panel title={t.money}>
              <Facts
                facts={[
                  amountFact(t.paid, data.paid),
                  amountFact(t.verified, data.verified),
                  amountFact(t.refunded, data.refunded),
                  amountFact(t.subsidy, data.subsidy),
                  amountFact(t.fees, data.fees),
                  amountFact(t.settledNet, data.settledNet),
                  { name: t.uses, value: <span className="figure">{data.uses}</span> },
                  { name: t.store, value: storeName(data.store) },
                  idFact(t.account, data.accountId),
                  idFact(t.certificates, data.certificateIds.join(' ')),
                  idFact(t.liveRoom, data.liveRoomId),
                  timeFact(t.paidAt, data.paidAt),
                  timeFact(t.verifiedAt, data.verifiedAt),
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
