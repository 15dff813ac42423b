import { useEffect, type ReactElement } from 'react';
import { Form, Radio } from 'antd';
import { fenOf } from '../../i18n/amount';
import { useNames, useWords } from '../../i18n/language';
import { useMerchant } from '../../parts/merchant-span';
import { SideSheet } from '../../parts/side-sheet';
import type { Asked } from './answers';
import { AdjustmentFields, type AdjustmentSaid } from './adjustment-fields';
import { AttributionFields, attributionIn, type AttributionSaid } from './attribution-fields';
import { EntryChoice, entryIn } from './entry-choice';
import { PaymentOf } from './payment-of';
import { ProposalForm, type Grounds } from './proposal-form';
import { CORRECTIONS, KIND_NAMES } from './words';

/** What can be proposed without a case of reconciliation. */
export const FREE_KINDS = ['adjust', 're-attribute', 'reverse'] as const;
export type FreeKind = (typeof FREE_KINDS)[number];

interface FreeProps {
  readonly kind: FreeKind;
  /** Whose entries may be chosen, where an address names a payment. */
  readonly paymentId: string;
  readonly onPayment: (paymentId: string) => void;
  readonly onProposed: (correctionId: string) => void;
  readonly onClose: () => void;
}

interface Said extends Grounds {
  readonly kind: FreeKind;
  readonly entry?: string;
  readonly to: AttributionSaid;
  readonly adjustment: AdjustmentSaid;
}

/** Proposes what no case of reconciliation asks for: an adjustment, another owner of an entry, a reversal. */
export function Free({ kind, paymentId, onPayment, onProposed, onClose }: FreeProps): ReactElement {
  const t = useWords(CORRECTIONS);
  const [merchant = ''] = useMerchant();
  return (
    <SideSheet title={t.propose} onClose={onClose}>
      <div className="corrections-detail">
        <ProposalForm<Said>
          initial={{
            kind,
            evidence: '',
            to: { to: 'store', store: '', merchantNo: '', terminalNo: '', orderId: '' },
            adjustment: {
              // Booked once, however often it is sent.
              id: `adj-${crypto.randomUUID().slice(0, 18)}`,
              merchant,
              store: '-',
              side: 'offline',
              channel: 'unionpay',
              method: 'unknown',
              lines: [
                { account: '', side: 'debit', yuan: '' },
                { account: '', side: 'credit', yuan: '' },
              ],
            },
          }}
          bodyOf={bodyOf}
          onProposed={onProposed}
        >
          <Fields paymentId={paymentId} onPayment={onPayment} />
        </ProposalForm>
      </div>
    </SideSheet>
  );
}

/** Nothing yet, or what stands there of itself. */
const EVIDENCE_OF_ONE = /^(?:payment \S+)?$/;
const evidenceOf = (paymentId: string): string => `payment ${paymentId}`;

function bodyOf({ kind, entry = '', to, adjustment }: Said, grounds: Pick<Asked, 'reason' | 'evidence'>): Asked {
  if (kind === 're-attribute') return { kind, ...grounds, entry: entryIn(entry), to: attributionIn(to) };
  if (kind === 'reverse') return { kind, ...grounds, entry: entryIn(entry) };
  const lines = adjustment.lines.map(({ account, side, yuan }) => ({
    account: account.trim(),
    side,
    amount: fenOf(yuan) ?? 0,
  }));
  return { kind, ...grounds, adjustment: { ...adjustment, lines } };
}

function Fields({ paymentId, onPayment }: Pick<FreeProps, 'paymentId' | 'onPayment'>): ReactElement {
  const t = useWords(CORRECTIONS);
  const kindName = useNames(KIND_NAMES);
  const kind = Form.useWatch<FreeKind | undefined>('kind');
  const form = Form.useFormInstance<Said>();
  useEffect(() => {
    // What was chosen of another payment is no longer meant.
    form.setFieldValue('entry', undefined);
    const isOurs = EVIDENCE_OF_ONE.test(String(form.getFieldValue('evidence')));
    if (paymentId !== '' && isOurs) form.setFieldValue('evidence', evidenceOf(paymentId));
  }, [form, paymentId]);
  return (
    <>
      <Form.Item name="kind" label={t.kind}>
        <Radio.Group options={FREE_KINDS.map((value) => ({ value, label: kindName(value) }))} />
      </Form.Item>
      {kind === 'adjust' && <AdjustmentFields />}
      {(kind === 'reverse' || kind === 're-attribute') && (
        <>
          <PaymentOf paymentId={paymentId} onPayment={onPayment} />
          <Form.Item name="entry" label={t.entryOf} rules={[{ required: true, message: t.entryMissing }]}>
            <EntryChoice paymentId={paymentId === '' ? undefined : paymentId} />
          </Form.Item>
        </>
      )}
      {kind === 're-attribute' && <AttributionFields />}
    </>
  );
}
