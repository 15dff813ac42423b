import { useEffect, useSyncExternalStore, type ReactElement } from 'react';
import { LogoutOutlined, WifiOutlined } from '@ant-design/icons';
import { Alert, Badge, Button } from 'antd';
import { yuan } from '../../i18n/formats';
import { filled, useWords } from '../../i18n/language';
import { RequestCard } from './request-card';
import { useRefusal } from './says';
import { useSetUp } from './set-up';
import { SlipPaper } from './slip';
import { forgetKey } from './tab';
import type { Till, TillState } from './till';
import { TERMINAL } from './words';

const LINK_BADGES = { connecting: 'processing', live: 'success', lost: 'warning' } as const;

interface DeviceProps {
  readonly merchant: string;
  readonly till: Till;
}

/** The terminal that is signed on: what there is to do, and the slips of what was done. */
export function Device({ merchant, till }: DeviceProps): ReactElement {
  const t = useWords(TERMINAL);
  const says = useRefusal(till.terminal);
  const setUp = useSetUp(merchant);
  const state = useSyncExternalStore(till.subscribe, till.snapshot);
  useEffect(() => {
    const gone = new AbortController();
    void till.listen(gone.signal);
    return () => gone.abort();
  }, [till]);
  const { refusal, requests, slips } = state;
  return (
    <section className="terminal-device" aria-label={t.terminal}>
      <Bar till={till} state={state} />
      <div className="terminal-screen">
        {refusal && <Alert type="error" showIcon title={t.signedOff} description={says(refusal, till.ledger.clockOffMs())} />}
        {requests.length === 0 && !refusal && <Waiting />}
        {requests.map((request) => (
          <RequestCard key={request.requestId} request={request} till={till} state={state} setUp={setUp} />
        ))}
      </div>
      <p role="status" className="visually-hidden">
        {requests.map(({ amount }) => filled(t.arrived, { amount: yuan(amount) })).join(' ')}
      </p>
      {slips.length > 0 && (
        <div className="terminal-slips">
          <h2>{t.slips}</h2>
          {slips.map((slip) => (
            <SlipPaper key={slip.request.requestId} slip={slip} till={till} setUp={setUp} />
          ))}
        </div>
      )}
    </section>
  );
}

function Bar({ till: { terminal }, state }: { readonly till: Till; readonly state: TillState }): ReactElement {
  const t = useWords(TERMINAL);
  const link = state.refusal ? undefined : state.link;
  return (
    <div className="terminal-bar">
      <div>
        <strong className="figure">{terminal.terminalNo}</strong>
        <small className="quiet figure">{terminal.merchantNo}</small>
        {link && <Badge status={LINK_BADGES[link]} text={t[link]} />}
      </div>
      <Button icon={<LogoutOutlined />} onClick={forgetKey}>
        {t.forget}
      </Button>
    </div>
  );
}

function Waiting(): ReactElement {
  const t = useWords(TERMINAL);
  return (
    <div className="terminal-waiting">
      <WifiOutlined aria-hidden="true" />
      <strong>{t.waiting}</strong>
      <span className="quiet">{t.waitingSays}</span>
    </div>
  );
}
