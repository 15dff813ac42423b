import { useState, type ReactElement } from 'react';
import { Alert, Button, Form, Input } from 'antd';
import { useCommand } from '../../api/commands';
import { filled, useWords } from '../../i18n/language';
import { fenOf } from '../../i18n/amount';
import { AskModal } from '../../parts/ask-modal';
import { Panel } from '../../parts/page';
import { useProblem } from '../../parts/states';
import { useUrlState } from '../../parts/url-state';
import { isChosen } from './choice';
import type { TerminalRef } from './signing';
import { TERMINAL } from './words';

const ORDER = /^\d{1,24}$/;
const MINUTES_AT_MOST = 1_440;
const SECONDS = 60;
const SHOWS = ['/v1/payment-requests', '/v1/orders/{id}'] as const;

interface Typed {
  readonly orderId: string;
  readonly amount?: string;
  readonly minutes: string;
}

const isMinutes = (text: string): boolean => /^\d{1,4}$/.test(text) && Number(text) >= 1 && Number(text) <= MINUTES_AT_MOST;

/** Hands an order to the terminal, for who may instruct. */
export function SendRequest({ terminal }: { readonly terminal: TerminalRef }): ReactElement {
  const t = useWords(TERMINAL);
  const problem = useProblem();
  const [order] = useUrlState('order', '', (text) => ORDER.test(text));
  const handOver = useCommand('/v1/orders/{id}/payment-requests', { shows: SHOWS });
  const [form] = Form.useForm<Typed>();
  const submit = ({ orderId, amount = '', minutes }: Typed): void => {
    const fen = fenOf(amount);
    const body = { ...terminal, ...(fen !== undefined && { amount: fen }), expiresInSeconds: Number(minutes) * SECONDS };
    handOver.mutate({ path: { id: orderId }, body }, { onSuccess: () => form.resetFields() });
  };
  return (
    <Panel title={t.send}>
      <p className="quiet terminal-lead">{t.sendSays}</p>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ orderId: order, minutes: '15' }}
        onFinish={submit}
        disabled={handOver.isPending}
      >
        <Form.Item name="orderId" label={t.orderId} rules={[{ required: true, pattern: ORDER, message: t.orderWrong }]}>
          <Input inputMode="numeric" maxLength={24} autoComplete="off" />
        </Form.Item>
        <div className="terminal-numbers">
          <Form.Item
            name="amount"
            label={t.amountAsked}
            extra={t.amountHint}
            rules={[{ validator: refusing((text) => text === '' || Boolean(fenOf(text)), t.amountWrong) }]}
          >
            <Input prefix="¥" inputMode="decimal" autoComplete="off" />
          </Form.Item>
          <Form.Item name="minutes" label={t.minutes} rules={[{ validator: refusing(isMinutes, t.minutesWrong) }]}>
            <Input inputMode="numeric" maxLength={4} autoComplete="off" />
          </Form.Item>
        </div>
        <Button htmlType="submit" block loading={handOver.isPending} disabled={!isChosen(terminal)}>
          {isChosen(terminal) ? filled(t.sendTo, { terminal: terminal.terminalNo }) : t.chooseTerminal}
        </Button>
      </Form>
      {handOver.error && <Alert type="error" showIcon title={problem(handOver.error)} className="terminal-alert" />}
      {handOver.data && <Sent key={handOver.data.requestId} requestId={handOver.data.requestId} />}
    </Panel>
  );
}

/** What was sent last, which can be taken back until the terminal takes it on. */
function Sent({ requestId }: { readonly requestId: string }): ReactElement {
  const t = useWords(TERMINAL);
  const cancel = useCommand('/v1/payment-requests/{requestId}/cancel', { shows: SHOWS });
  const [isAsking, setAsking] = useState(false);
  const isBack = cancel.isSuccess;
  return (
    <>
      <Alert
        type={isBack ? 'info' : 'success'}
        showIcon
        className="terminal-alert"
        title={
          <>
            {isBack ? t.takenBack : t.sent}
            <span className="figure quiet terminal-wrap terminal-sent">{requestId}</span>
          </>
        }
        {...(!isBack && {
          action: (
            <Button size="small" onClick={() => setAsking(true)}>
              {t.takeBack}
            </Button>
          ),
        })}
      />
      {isAsking && (
        <AskModal
          title={t.takeBack}
          says={t.takeBackSays}
          text={t.takeBackReason}
          missing={t.takeBackMissing}
          send={(reason) => cancel.mutateAsync({ path: { requestId }, body: { reason } })}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}

const refusing =
  (holds: (text: string) => boolean, says: string) =>
  (_: unknown, text = ''): Promise<void> =>
    holds(text) ? Promise.resolve() : Promise.reject(new Error(says));
