import { useState, type ReactElement } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input, Modal } from 'antd';
import { useCommand, type FreshPath } from '../../api/commands';
import { COMMON } from '../../i18n/common.words';
import { filled, useWords } from '../../i18n/language';
import { inRoot } from '../../parts/container';
import { useProblem } from '../../parts/states';
import { fenOf, typedOf } from '../../i18n/amount';
import type { PaymentDetails } from './payment-details';
import { ORDERS } from './words';

const SHOWS: readonly FreshPath[] = ['/v1/payments/{id}', '/v1/transactions'];
/** Read from the log itself, which has the event once the command is answered. */
const HISTORY = '/v1/payments/{id}/events';

type Instruction = 'capture' | 'refund' | 'void';

/** Offered where the payment has money for it; whether it may be is for the ledger to say. */
export function Instruct({ payment }: { readonly payment: PaymentDetails }): ReactElement {
  const t = useWords(ORDERS);
  const [asked, setAsked] = useState<Instruction | undefined>();
  const { held, captured, refunded } = payment;
  const offered: readonly Instruction[] = [
    ...(held > 0 ? (['capture', 'void'] as const) : []),
    ...(captured > refunded ? (['refund'] as const) : []),
  ];
  return (
    <>
      {offered.map((instruction) => (
        <Button key={instruction} onClick={() => setAsked(instruction)}>
          {t[instruction]}
        </Button>
      ))}
      {asked && <InstructionForm payment={payment} instruction={asked} onClose={() => setAsked(undefined)} />}
    </>
  );
}

interface InstructionFormProps {
  readonly payment: PaymentDetails;
  readonly instruction: Instruction;
  readonly onClose: () => void;
}

function InstructionForm({ payment, instruction, onClose }: InstructionFormProps): ReactElement {
  const t = useWords(ORDERS);
  const capture = useCommand('/v1/payments/{id}/captures', { shows: SHOWS });
  const refund = useCommand('/v1/payments/{id}/refunds', { shows: SHOWS });
  const release = useCommand('/v1/payments/{id}/void', { shows: SHOWS });
  const path = { id: payment.paymentId };
  const send = ({ amount, reason }: Said): Promise<unknown> => {
    if (instruction === 'void') return release.mutateAsync({ path, body: { reason } });
    const command = instruction === 'capture' ? capture : refund;
    return command.mutateAsync({ path, body: { amount: amount ?? 0, reason } });
  };
  const says = { capture: t.captureSays, refund: t.refundSays, void: t.voidSays }[instruction];
  const whole = { capture: payment.held, refund: payment.captured - payment.refunded, void: undefined }[instruction];
  return (
    <Confirmed
      title={t[instruction]}
      says={filled(says, { terminal: payment.terminalNo })}
      send={send}
      onClose={onClose}
      {...(whole !== undefined && { whole })}
    />
  );
}

/** Takes an instruction back that waits for its terminal. */
export function Withdraw(path: { readonly paymentId: string; readonly instructionId: string }): ReactElement {
  const t = useWords(ORDERS);
  const [isOpen, setOpen] = useState(false);
  const withdraw = useCommand('/v1/payments/{id}/instructions/{instructionId}/withdraw', { shows: SHOWS });
  const { paymentId: id, instructionId } = path;
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        {t.withdraw}
      </Button>
      {isOpen && (
        <Confirmed
          title={t.withdraw}
          says={t.withdrawSays}
          send={({ reason }) => withdraw.mutateAsync({ path: { id, instructionId }, body: { reason } })}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}

interface Said {
  /** 分 */
  readonly amount: number | undefined;
  readonly reason: string;
}

interface ConfirmedProps {
  readonly title: string;
  readonly says: string;
  /** All that it could be about, 分; without it no amount is asked. */
  readonly whole?: number;
  readonly send: (said: Said) => Promise<unknown>;
  readonly onClose: () => void;
}

const REASON_MAX = 200;

/** Says what will be done, asks how much and why, and closes when the read models have it. */
function Confirmed({ title, says, whole, send, onClose }: ConfirmedProps): ReactElement {
  const t = useWords(ORDERS);
  const common = useWords(COMMON);
  const problem = useProblem();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [isSending, setSending] = useState(false);
  const [refusal, setRefusal] = useState<unknown>();
  const [form] = Form.useForm<{ amount?: string; reason: string }>();
  const submit = async ({ amount = '', reason }: { amount?: string; reason: string }): Promise<void> => {
    setSending(true);
    setRefusal(undefined);
    try {
      await send({ amount: fenOf(amount), reason: reason.trim() });
      await queries.invalidateQueries({ queryKey: [HISTORY] });
      void message.success(t.sent);
      onClose();
    } catch (error) {
      setRefusal(error);
      setSending(false);
    }
  };
  return (
    <Modal
      open
      getContainer={inRoot}
      title={title}
      okText={title}
      cancelText={common.cancel}
      confirmLoading={isSending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p>{says}</p>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(said) => void submit(said)}>
        {whole !== undefined && (
          <Form.Item
            name="amount"
            label={t.amountAsked}
            initialValue={typedOf(whole)}
            rules={[
              { validator: (_, text: string) => (fenOf(text) ? Promise.resolve() : Promise.reject(new Error(t.amountWrong))) },
            ]}
          >
            <Input prefix="¥" inputMode="decimal" />
          </Form.Item>
        )}
        <Form.Item name="reason" label={t.reason} rules={[{ required: true, whitespace: true, message: t.reasonMissing }]}>
          <Input.TextArea rows={2} maxLength={REASON_MAX} placeholder={t.reasonHint} />
        </Form.Item>
      </Form>
      {refusal !== undefined && (
        <p role="alert" className="money-loss">
          {problem(refusal)}
        </p>
      )}
    </Modal>
  );
}
