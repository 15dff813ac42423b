import type { ReactElement } from 'react';
import { Link } from 'react-router';
import { useAnswer } from '../../api/answers';
import { useWords } from '../../i18n/language';
import { Money } from '../../parts/money';
import { Panel } from '../../parts/page';
import { Loaded } from '../../parts/states';
import { addressOf } from './kinds';
import { Status } from './status';
import { ORDERS } from './words';

/** What terminals collected for an order that was handed to them: whatever else is known under its number. */
export function Related({ id }: { readonly id: string }): ReactElement {
  const t = useWords(ORDERS);
  const found = useAnswer('/v1/transactions', { query: { id, kind: 'payment' } });
  return (
    <Panel title={t.related} isFlush>
      <Loaded of={found} isEmpty={({ data }) => data.length === 0}>
        {({ data }) => (
          <div className="scroll-x" tabIndex={0} role="region" aria-label={t.related}>
            <table className="plain-table">
              <tbody>
                {data.map((payment) => (
                  <tr key={payment.stream}>
                    <th scope="row">
                      <Link to={addressOf('payment', payment.id)} className="figure">
                        {payment.id}
                      </Link>
                    </th>
                    <td>
                      <Status status={payment.status} />
                    </td>
                    <td className="is-right">
                      <Money fen={payment.amount} />
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
