import { useState, type ReactElement, type ReactNode } from 'react';
import { Alert, Button } from 'antd';
import { Link } from 'react-router';
import { useSession } from '../../app/session';
import { moment, yuan } from '../../i18n/formats';
import { METHODS } from '../../i18n/ledger.words';
import { useNames, useWords } from '../../i18n/language';
import { OutcomeForm } from './outcome-form';
import { methodsOf, type useSetUp } from './set-up';
import type { Slip, Till } from './till';
import { METHODS_OF_TERMINAL } from './transaction';
import { REASONS, TERMINAL } from './words';

interface SlipProps {
  readonly slip: Slip;
  readonly till: Till;
  readonly setUp: ReturnType<typeof useSetUp>;
}

/** The slip of what was collected or not (签购单), with the way to what the ledger made of it. */
export function SlipPaper({ slip, till, setUp }: SlipProps): ReactElement {
  const t = useWords(TERMINAL);
  const { request, said, transaction, paymentId } = slip;
  const [isKnown, setKnown] = useState(false);
  return (
    <article className={`terminal-slip is-${said.ending}`} aria-label={`${t.slips} ${request.orderId}`}>
      <Printed slip={slip} />
      {transaction && paymentId === undefined && <Alert type="warning" showIcon title={t.parked} />}
      <div className="terminal-links">
        {paymentId !== undefined && <Link to={`/orders/payment/${paymentId}`}>{t.toPayment}</Link>}
        <Link to={`/orders/order/${request.orderId}`}>{t.toOrder}</Link>
        {said.ending === 'unknown' && !isKnown && (
          <Button size="small" onClick={() => setKnown(true)}>
            {t.settleUnknown}
          </Button>
        )}
      </div>
      {said.ending === 'unknown' && isKnown && (
        <OutcomeForm
          amount={request.amount}
          methods={methodsOf(setUp, till.terminal, request.interfaceId) ?? METHODS_OF_TERMINAL}
          operatorNo={said.operatorNo}
          mayCancel={false}
          send={(next) => till.collect(request, next)}
        />
      )}
    </article>
  );
}

function Printed({ slip: { request, said, transaction, at } }: { readonly slip: Slip }): ReactElement {
  const t = useWords(TERMINAL);
  const methodName = useNames(METHODS);
  const reasonName = useNames(REASONS);
  const { merchants } = useSession();
  const merchant = merchants.find(({ id }) => id === request.merchant);
  const store = merchant?.stores.find(({ id }) => id === request.store)?.name ?? request.store;
  const isPaid = said.ending === 'approved';
  const why = said.ending === 'cancelled' ? 'cancelled' : said.responseCode;
  const lines: readonly (readonly [string, ReactNode])[] = [
    [t.store, store],
    [t.merchantNo, request.merchantNo],
    [t.terminalNo, request.terminalNo],
    [t.operatorNo, said.operatorNo],
    [t.order, request.orderId],
    [t.method, transaction ? `${t.sale} · ${methodName(said.method)}` : t.notTried],
    [t.card, said.card],
    [t.batchNo, transaction?.batch_no],
    [t.traceNo, transaction?.trace_no],
    [t.authCode, said.authCode],
    [t.rrn, said.rrn],
    [t.time, moment(at)],
    [t.reason, why === '' ? '' : reasonName(why)],
    [t.asked, isPaid ? '' : yuan(request.amount)],
  ];
  return (
    <>
      <header>
        <strong>{merchant?.name ?? request.merchant}</strong>
        <span className={isPaid ? 'money-gain' : 'money-loss'}>
          {said.ending === 'cancelled' ? t.declined : t[said.ending]}
        </span>
      </header>
      <dl className="terminal-lines">
        {lines
          .filter(([, value]) => value !== '' && value !== undefined)
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd className="figure">{value}</dd>
            </div>
          ))}
        <div className="terminal-total">
          <dt>{t.taken}</dt>
          <dd className="figure">{yuan(isPaid ? request.amount : 0)}</dd>
        </div>
      </dl>
      <small className="quiet">{t.virtual}</small>
    </>
  );
}
