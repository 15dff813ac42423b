import type { ReactElement } from 'react';
import { Tag } from 'antd';
import { Link } from 'react-router';
import { useAnswer } from '../../api/answers';
import { moment } from '../../i18n/formats';
import { useNames, useWords } from '../../i18n/language';
import { Money } from '../../parts/money';
import { Panel } from '../../parts/page';
import { Empty, Loaded } from '../../parts/states';
import { addressOf } from './kinds';
import { REQUESTS } from './steps.words';
import { ORDERS } from './words';

/** What terminals were asked to collect for an order that was handed to them, and what they collected. */
export function Related({ id }: { readonly id: string }): ReactElement {
  const t = useWords(ORDERS);
  const statusName = useNames(REQUESTS);
  const found = useAnswer('/v1/payment-requests', { query: { orderId: id } });
  return (
    <Panel title={t.related} isFlush>
      <Loaded of={found} isEmpty={({ data }) => data.length === 0} empty={<Empty hint={t.notHanded} />}>
        {({ data }) => (
          <div className="scroll-x" tabIndex={0} role="region" aria-label={t.related}>
            <table className="plain-table">
              <thead>
                <tr>
                  <th scope="col">{t.time}</th>
                  <th scope="col">{t.terminal}</th>
                  <th scope="col">{t.status}</th>
                  <th scope="col" className="is-right">
                    {t.requested}
                  </th>
                  <th scope="col" className="is-right">
                    {t.captured}
                  </th>
                  <th scope="col">{t.payments}</th>
                </tr>
              </thead>
              <tbody>
                {data.map(({ requestId, requestedAt, terminalNo, status, amount, collected, paymentIds }) => (
                  <tr key={requestId}>
                    <th scope="row" className="figure" title={requestId}>
                      {moment(requestedAt)}
                    </th>
                    <td className="figure">{terminalNo}</td>
                    <td>
                      <Tag>{statusName(status)}</Tag>
                    </td>
                    <td className="is-right">
                      <Money fen={amount} />
                    </td>
                    <td className="is-right">
                      <Money fen={collected} />
                    </td>
                    <td>
                      {paymentIds.map((paymentId) => (
                        <div key={paymentId}>
                          <Link to={addressOf('payment', paymentId)} className="figure">
                            {paymentId}
                          </Link>
                        </div>
                      ))}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Loaded>
    </Panel>
  );
}
