import { useState, type ReactElement } from 'react';
import { Button, Checkbox, Input, Select } from 'antd';
import { useWords } from '../../../i18n/language';
import { Copyable } from '../../../parts/copyable';
import { SET_UP } from '../words/words';
import type { Field, FieldKind } from './field';
import type { Option } from './options';

interface ControlProps {
  readonly field: Field;
  readonly options: readonly Option[];
  /** Given by the form. */
  readonly id?: string;
  readonly value?: string;
  readonly onChange?: (value: unknown) => void;
}

const ROWS: Partial<Readonly<Record<FieldKind, number>>> = { long: 2, days: 4, pem: 5, pems: 5, privatePem: 5 };

/** Where a value is typed in or chosen. */
export function Control({ field, options, ...bound }: ControlProps): ReactElement {
  const { kind, isOptional = false, example, from } = field;
  const rows = ROWS[kind];
  if (kind === 'choice')
    return <Select {...bound} allowClear={isOptional} showSearch={{ optionFilterProp: 'label' }} options={[...options]} />;
  if (kind === 'choices') return <Choices {...bound} options={options} />;
  if (kind === 'secret') return <Input.Password {...bound} autoComplete="new-password" />;
  if (kind === 'key') return <KeyInput {...bound} />;
  if (kind === 'moment') return <Input {...bound} type="datetime-local" step={1} className="set-up-moment" />;
  if (rows !== undefined) {
    const className = kind === 'privatePem' ? 'set-up-sealed' : kind === 'long' ? '' : 'set-up-mono';
    return <Input.TextArea {...bound} rows={rows} className={className} spellCheck={kind === 'long'} autoComplete="off" />;
  }
  const list = from !== undefined && options.length > 0 ? `${bound.id ?? field.name}-proposed` : undefined;
  return (
    <>
      <Input
        {...bound}
        autoComplete="off"
        {...(example !== undefined && { placeholder: example })}
        {...(kind === 'number' && { inputMode: 'numeric' as const })}
        {...(list !== undefined && { list })}
      />
      {list !== undefined && (
        <datalist id={list}>
          {options.map(({ value }) => (
            <option key={value} value={value} />
          ))}
        </datalist>
      )}
    </>
  );
}

type BoundProps = Pick<ControlProps, 'id' | 'value' | 'onChange'>;

function Choices({ options, id, value, onChange }: BoundProps & { readonly options: readonly Option[] }): ReactElement {
  const chosen = (value ?? []) as unknown as string[];
  return (
    <div id={id} tabIndex={-1}>
      <Checkbox.Group className="set-up-choices" options={[...options]} value={chosen} onChange={(next) => onChange?.(next)} />
    </div>
  );
}

const KEY_BYTES = 24;

function madeUp(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A key that goes into a terminal, too: one that is made up here is shown until the form is gone. */
function KeyInput({ id, value, onChange }: BoundProps): ReactElement {
  const t = useWords(SET_UP);
  const [made, setMade] = useState<string>();
  const make = (): void => {
    const key = madeUp();
    setMade(key);
    onChange?.(key);
  };
  return (
    <>
      <div className="set-up-key">
        <Input.Password id={id} value={value} onChange={onChange} autoComplete="new-password" />
        <Button onClick={make}>{t.makeKey}</Button>
      </div>
      {made !== undefined && made === value && (
        <p className="set-up-made">
          {t.madeKey} <Copyable text={made} />
        </p>
      )}
    </>
  );
}
