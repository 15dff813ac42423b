import type { ReactElement } from 'react';
import { Form, Input, Radio, Select } from 'antd';
import { useSession } from '../../app/session';
import { useNames, useWords } from '../../i18n/language';
import type { Asked } from './answers';
import { ATTRIBUTION_NAMES, CORRECTIONS } from './words';

const TARGETS = ['store', 'terminal', 'order'] as const;

/** As the form has it; what belongs to another target is not sent. */
export interface AttributionSaid {
  readonly to: (typeof TARGETS)[number];
  readonly store: string;
  readonly merchantNo: string;
  readonly terminalNo: string;
  readonly orderId: string;
}

export function attributionIn({ to, store, merchantNo, terminalNo, orderId }: AttributionSaid): NonNullable<Asked['to']> {
  if (to === 'store') return { store };
  return to === 'terminal' ? { merchantNo: merchantNo.trim(), terminalNo: terminalNo.trim() } : { orderId: orderId.trim() };
}

/** Whose the money is: of a store, a terminal or an order. */
export function AttributionFields(): ReactElement {
  const t = useWords(CORRECTIONS);
  const nameOf = useNames(ATTRIBUTION_NAMES);
  const { merchants } = useSession();
  const to = Form.useWatch<AttributionSaid['to'] | undefined>(['to', 'to']) ?? 'store';
  const stores = merchants.flatMap((merchant) =>
    merchant.stores.map(({ id, name }) => ({ value: id, label: `${name} (${id})` })),
  );
  return (
    <>
      <Form.Item name={['to', 'to']} label={t.attributedTo}>
        <Radio.Group options={TARGETS.map((value) => ({ value, label: nameOf(value) }))} />
      </Form.Item>
      {to === 'store' && (
        <Form.Item name={['to', 'store']} label={nameOf('store')} rules={[{ required: true, message: t.missing }]}>
          <Select options={[{ value: '-', label: t.noStore }, ...stores]} />
        </Form.Item>
      )}
      {to === 'terminal' && (
        <>
          <NumberField name="merchantNo" label={t.merchantNo} />
          <NumberField name="terminalNo" label={nameOf('terminal')} />
        </>
      )}
      {to === 'order' && <NumberField name="orderId" label={nameOf('order')} />}
    </>
  );
}

function NumberField({ name, label }: { readonly name: string; readonly label: string }): ReactElement {
  const t = useWords(CORRECTIONS);
  return (
    <Form.Item name={['to', name]} label={label} rules={[{ required: true, whitespace: true, message: t.missing }]}>
      <Input className="figure" maxLength={32} />
    </Form.Item>
  );
}
