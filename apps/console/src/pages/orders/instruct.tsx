import { useState, type ReactElement } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input } from 'antd';
import { useCommand, type FreshPath } from '../../api/commands';
import { filled, useWords } from '../../i18n/language';
import { AskModal } from '../../parts/ask-modal';
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

interface ConfirmedProps {
  readonly title: string;
  readonly says: string;
  /** All that it could be about, 分; without it no amount is asked. */
  readonly whole?: number;
  readonly send: (said: Said) => Promise<unknown>;
  readonly onClose: () => void;
}

interface Said {
  /** 分 */
  readonly amount: number | undefined;
  readonly reason: string;
}

const REASON_MAX = 200;

/** Says what will be done, asks how much and why, and closes when the read models have it. */
function Confirmed({ title, says, whole, send, onClose }: ConfirmedProps): ReactElement {
  const t = useWords(ORDERS);
  const { message } = App.useApp();
  const queries = useQueryClient();
  const sendAll = async (reason: string, { amount = '' }: { readonly amount?: string }): Promise<void> => {
    await send({ amount: fenOf(amount), reason });
    await queries.invalidateQueries({ queryKey: [HISTORY] });
    void message.success(t.sent);
  };
  return (
    <AskModal
      title={title}
      says={says}
      text={t.reason}
      missing={t.reasonMissing}
      hint={t.reasonHint}
      atMost={REASON_MAX}
      send={sendAll}
      onClose={onClose}
    >
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
    </AskModal>
  );
}
