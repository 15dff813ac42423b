import { useEffect, useState, type ReactElement } from 'react';
import { Alert, Button, Tag } from 'antd';
import { Link } from 'react-router';
import { yuan } from '../../i18n/formats';
import { METHODS } from '../../i18n/ledger.words';
import { filled, useNames, useWords } from '../../i18n/language';
import { OutcomeForm } from './outcome-form';
import { useRefusal } from './says';
import { methodsOf, type useSetUp } from './set-up';
import type { Waiting } from './terminal-api';
import type { Till, TillState } from './till';
import { METHODS_OF_TERMINAL } from './transaction';
import { ENDED, TERMINAL } from './words';

const SECOND_MS = 1_000;
const MINUTE_S = 60;
const HOUR_S = 3_600;

interface RequestCardProps {
  readonly request: Waiting;
  readonly till: Till;
  readonly state: TillState;
  readonly setUp: ReturnType<typeof useSetUp>;
}

/** A payment request as the cashier reads it, with what may be done about it now. */
export function RequestCard({ request, till, state, setUp }: RequestCardProps): ReactElement {
  const t = useWords(TERMINAL);
  const methodName = useNames(METHODS);
  const { orderId, amount, status, interfaceId, requestId } = request;
  const known = methodsOf(setUp, till.terminal, interfaceId);
  return (
    <article className="terminal-request" aria-label={`${t.request} ${yuan(amount)}`}>
      <div className="terminal-amount figure">{yuan(amount)}</div>
      <dl className="terminal-lines">
        <div>
          <dt>{t.order}</dt>
          <dd>
            <Link to={`/orders/order/${orderId}`} className="figure">
              {orderId}
            </Link>
          </dd>
        </div>
        <div>
          <dt>{t.methods}</dt>
          <dd>{known ? known.map((method) => <Tag key={method}>{methodName(method)}</Tag>) : t.methodsUntold}</dd>
        </div>
      </dl>
      {state.sending[requestId] ? (
        <HalfSent request={request} till={till} problem={state.sending[requestId].problem} />
      ) : status === 'requested' ? (
        <Confirm request={request} till={till} />
      ) : status === 'confirmed' || status === 'unknown' ? (
        <>
          <Alert type={status === 'unknown' ? 'warning' : 'info'} title={status === 'unknown' ? t.overdue : t.confirmed} />
          <OutcomeForm
            amount={amount}
            methods={known ?? METHODS_OF_TERMINAL}
            operatorNo={state.slips[0]?.said.operatorNo ?? ''}
            mayCancel
            send={(said) => till.collect(request, said)}
          />
        </>
      ) : (
        <Ended status={status} onSeen={() => till.dismiss(requestId)} />
      )}
    </article>
  );
}

interface PartProps {
  readonly request: Waiting;
  readonly till: Till;
}

function Confirm({ request: { requestId, expiresAt }, till }: PartProps): ReactElement {
  const t = useWords(TERMINAL);
  const says = useRefusal(till.terminal);
  const [isSending, setSending] = useState(false);
  const [refusal, setRefusal] = useState<unknown>();
  const left = useLeft(expiresAt, till.ledger.clockOffMs());
  const confirm = async (): Promise<void> => {
    setSending(true);
    setRefusal(undefined);
    await till.confirm(requestId).catch(setRefusal);
    setSending(false);
  };
  return (
    <>
      <div className={left === undefined ? 'terminal-left money-loss' : 'terminal-left'} role="timer">
        {left === undefined ? t.expired : filled(t.expiresIn, { time: left })}
      </div>
      <Button type="primary" size="large" block loading={isSending} onClick={() => void confirm()}>
        {t.confirm}
      </Button>
      <small className="quiet terminal-note">{t.confirmSays}</small>
      {refusal !== undefined && (
        <Alert type="error" showIcon title={says(refusal, till.ledger.clockOffMs())} className="terminal-alert" />
      )}
    </>
  );
}

/** What the ledger may or may not have heard is told again as it was. */
function HalfSent({ request, till, problem }: PartProps & { readonly problem: unknown }): ReactElement {
  const t = useWords(TERMINAL);
  const says = useRefusal(till.terminal);
  const said = till.snapshot().sending[request.requestId]?.said;
  const isSending = problem === undefined;
  return (
    <>
      {!isSending && (
        <Alert
          type="warning"
          showIcon
          title={t.half}
          description={`${says(problem, till.ledger.clockOffMs())} ${t.halfSays}`}
          className="terminal-alert"
        />
      )}
      <Button
        type="primary"
        size="large"
        block
        loading={isSending}
        onClick={() => {
          // What went wrong again stands in the state of the till.
          if (said) till.collect(request, said).catch(() => undefined);
        }}
      >
        {t.again}
      </Button>
    </>
  );
}

function Ended({ status, onSeen }: { readonly status: string; readonly onSeen: () => void }): ReactElement {
  const t = useWords(TERMINAL);
  const nameOf = useNames(ENDED);
  return (
    <>
      <Alert
        type="warning"
        showIcon
        title={filled(t.ended, { status: nameOf(status) })}
        description={t.endedSays}
        className="terminal-alert"
      />
      <Button block onClick={onSeen}>
        {t.seen}
      </Button>
    </>
  );
}

/** `14:59`, with hours before them where there are any. */
function clockOf(seconds: number): string {
  const [hours, minutes] = [Math.floor(seconds / HOUR_S), Math.floor((seconds % HOUR_S) / MINUTE_S)];
  const padded = [minutes, seconds % MINUTE_S].map((part) => String(part).padStart(2, '0')).join(':');
  return hours > 0 ? `${String(hours)}:${padded}` : padded;
}

/** How long there is, by the ledger's clock; undefined where the time is over. */
function useLeft(until: string, clockOffMs: number): string | undefined {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), SECOND_MS);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.ceil((Date.parse(until) - now - clockOffMs) / SECOND_MS);
  if (seconds <= 0) return undefined;
  return clockOf(seconds);
}
