import { useState, type ReactElement } from 'react';
import { Alert, Button, Form, Input, Radio, Segmented, Select } from 'antd';
import { yuan } from '../../i18n/formats';
import { METHODS } from '../../i18n/ledger.words';
import { filled, useNames, useWords } from '../../i18n/language';
import { useProblem } from '../../parts/states';
import { isMasked, maskedCard, type Method, type Said } from './transaction';
import { REASONS, TERMINAL } from './words';

const RRN = /^[A-Za-z0-9]{1,12}$/;
const AUTH_CODE = /^[A-Za-z0-9]{1,6}$/;
const OPERATOR_NO = /^[\x21-\x7e]{1,20}$/;
const CANCELLED = 'cancelled';

interface Typed {
  readonly ending: 'approved' | 'declined' | 'unknown';
  readonly method?: Method;
  readonly reason?: string;
  readonly rrn?: string;
  readonly authCode?: string;
  readonly card?: string;
  readonly operatorNo?: string;
}

interface OutcomeFormProps {
  /** 分 */
  readonly amount: number;
  readonly methods: readonly Method[];
  readonly operatorNo: string;
  /** Whether it may still be that nothing was tried. */
  readonly mayCancel: boolean;
  readonly send: (said: Said) => Promise<void>;
}

/** Asks what became of the money, and for what the slip has. */
export function OutcomeForm({ amount, methods, operatorNo, mayCancel, send }: OutcomeFormProps): ReactElement {
  const t = useWords(TERMINAL);
  const problem = useProblem();
  const [isSending, setSending] = useState(false);
  const [refusal, setRefusal] = useState<unknown>();
  const [form] = Form.useForm<Typed>();
  const ending = Form.useWatch(({ ending: said }: Partial<Typed>) => said, form) ?? 'approved';
  const isTried = Form.useWatch('reason', form) !== CANCELLED || ending !== 'declined';
  const submit = async (typed: Typed): Promise<void> => {
    setSending(true);
    setRefusal(undefined);
    await send(saidIn(typed, methods)).catch((error: unknown) => {
      setRefusal(error);
      setSending(false);
    });
  };
  const label = { approved: t.reportApproved, declined: t.reportDeclined, unknown: t.reportUnknown }[ending];
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={{ ending: 'approved', method: methods[0], operatorNo }}
      onFinish={(typed) => void submit(typed)}
      className="terminal-form"
    >
      <Form.Item name="ending" label={t.ending}>
        <Segmented
          block
          options={(['approved', 'declined', 'unknown'] as const).map((value) => ({ value, label: t[value] }))}
        />
      </Form.Item>
      {ending === 'declined' && <Reason mayCancel={mayCancel} />}
      {ending === 'unknown' && <p className="quiet terminal-lead">{t.unknownSays}</p>}
      {isTried && <MethodChoice methods={methods} />}
      {ending === 'approved' && <References form={form} />}
      {isTried && (
        <Form.Item name="operatorNo" label={t.operatorNo} rules={[{ pattern: OPERATOR_NO, message: t.operatorWrong }]}>
          <Input maxLength={20} autoComplete="off" />
        </Form.Item>
      )}
      <Button type="primary" size="large" block htmlType="submit" loading={isSending} danger={ending === 'declined'}>
        {filled(label, { amount: yuan(amount) })}
      </Button>
      {refusal !== undefined && <Alert type="error" showIcon title={problem(refusal)} className="terminal-alert" />}
    </Form>
  );
}

function Reason({ mayCancel }: { readonly mayCancel: boolean }): ReactElement {
  const t = useWords(TERMINAL);
  const nameOf = useNames(REASONS);
  const codes = [...(mayCancel ? [CANCELLED] : []), ...Object.keys(REASONS.en).filter((code) => code !== CANCELLED)];
  return (
    <Form.Item name="reason" label={t.reason} rules={[{ required: true, message: t.reasonMissing }]}>
      <Select options={codes.map((value) => ({ value, label: nameOf(value) }))} />
    </Form.Item>
  );
}

function MethodChoice({ methods }: { readonly methods: readonly Method[] }): ReactElement {
  const t = useWords(TERMINAL);
  const nameOf = useNames(METHODS);
  return (
    <Form.Item name="method" label={t.method}>
      <Radio.Group className="terminal-methods" options={methods.map((value) => ({ value, label: nameOf(value) }))} />
    </Form.Item>
  );
}

/** Numbers of the slip, all of them optional; a card number is masked as soon as it is left. */
function References({ form }: { readonly form: ReturnType<typeof Form.useForm<Typed>>[0] }): ReactElement {
  const t = useWords(TERMINAL);
  const isCard = Form.useWatch('method', form) === 'card';
  return (
    <>
      <div className="terminal-numbers">
        <Form.Item name="rrn" label={t.rrn} rules={[{ pattern: RRN, message: t.rrnWrong }]} extra={t.rrnHint}>
          <Input maxLength={12} autoComplete="off" />
        </Form.Item>
        {isCard && (
          <Form.Item name="authCode" label={t.authCode} rules={[{ pattern: AUTH_CODE, message: t.authCodeWrong }]}>
            <Input maxLength={6} autoComplete="off" />
          </Form.Item>
        )}
      </div>
      {isCard && (
        <Form.Item
          name="card"
          label={t.card}
          extra={t.cardHint}
          validateTrigger="onBlur"
          rules={[
            {
              validator: (_, text: string | undefined) =>
                !text || isMasked(maskedCard(text)) ? Promise.resolve() : Promise.reject(new Error(t.cardWrong)),
            },
          ]}
        >
          <Input
            inputMode="text"
            maxLength={24}
            autoComplete="off"
            onBlur={({ target }) => form.setFieldValue('card', maskedCard(target.value))}
          />
        </Form.Item>
      )}
    </>
  );
}

function saidIn(typed: Typed, methods: readonly Method[]): Said {
  const { ending, method = methods[0] ?? 'card', reason = '', rrn = '', authCode = '', card = '', operatorNo = '' } = typed;
  const isApproved = ending === 'approved';
  const isCard = isApproved && method === 'card';
  const isCancelled = ending === 'declined' && reason === CANCELLED;
  return {
    ending: isCancelled ? CANCELLED : ending,
    method,
    responseCode: ending === 'declined' && !isCancelled ? reason : '',
    rrn: isApproved ? rrn : '',
    authCode: isCard ? authCode : '',
    card: isCard ? maskedCard(card) : '',
    operatorNo,
  };
}
