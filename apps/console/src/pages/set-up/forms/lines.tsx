import type { ReactElement } from 'react';
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Form, Input, Select } from 'antd';
import { filled, useWords } from '../../../i18n/language';
import { FIELDS, HINTS } from '../words/fields.words';
import { CARD_TYPES, PAYMENT_METHODS } from '../words/names.words';
import { SET_UP } from '../words/words';

const AMOUNTS = ['above', 'upTo', 'cap', 'floor'] as const;
const PRODUCTS = 'set-up-products';

/** A value that was changed is no longer the one that was refused. */
export const FORGETS = [{ validator: (): Promise<void> => Promise.resolve() }];

/** Lines of a fee schedule: what is charged for which payments. */
export function Lines(): ReactElement {
  const t = useWords(SET_UP);
  const label = useWords(FIELDS);
  const hint = useWords(HINTS);
  const methods = useWords(PAYMENT_METHODS);
  return (
    <fieldset className="set-up-lines">
      <legend>{label.lines}</legend>
      <p className="quiet">{hint.lines}</p>
      <datalist id={PRODUCTS}>
        {Object.entries(methods).map(([code, name]) => (
          <option key={code} value={code} label={name} />
        ))}
      </datalist>
      <Form.List name="lines">
        {(lines, { add, remove }) => (
          <>
            {lines.map(({ key, name }) => (
              <Line key={key} at={name} {...(lines.length > 1 && { onRemove: () => remove(name) })} />
            ))}
            <Button icon={<PlusOutlined aria-hidden />} onClick={() => add({})}>
              {t.addLine}
            </Button>
          </>
        )}
      </Form.List>
    </fieldset>
  );
}

function Line({ at, onRemove }: { readonly at: number; readonly onRemove?: () => void }): ReactElement {
  const t = useWords(SET_UP);
  const label = useWords(FIELDS);
  const hint = useWords(HINTS);
  const cards = useWords(CARD_TYPES);
  return (
    <div className="set-up-line" role="group" aria-label={filled(t.lineOf, { number: at + 1 })}>
      <Form.Item name={[at, 'product']} label={label.product} required>
        <Input list={PRODUCTS} placeholder={hint.product} autoComplete="off" />
      </Form.Item>
      <Form.Item name={[at, 'cardType']} label={label.cardType} required>
        <Select allowClear options={Object.entries(cards).map(([value, name]) => ({ value, label: name }))} />
      </Form.Item>
      <Form.Item name={[at, 'rate']} label={label.rate} required rules={FORGETS}>
        <Input inputMode="decimal" placeholder="0.60" autoComplete="off" />
      </Form.Item>
      {AMOUNTS.map((name) => (
        <Form.Item key={name} name={[at, name]} label={label[name]} required rules={FORGETS}>
          <Input inputMode="decimal" autoComplete="off" />
        </Form.Item>
      ))}
      {onRemove && (
        <Button
          className="set-up-line-remove"
          icon={<DeleteOutlined aria-hidden />}
          aria-label={filled(t.removeLine, { number: at + 1 })}
          onClick={onRemove}
        />
      )}
    </div>
  );
}
