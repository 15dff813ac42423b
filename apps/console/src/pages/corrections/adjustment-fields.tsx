import type { ReactElement } from 'react';
import { AutoComplete, Button, Form, Input, Radio, Select } from 'antd';
import { useAnswer } from '../../api/answers';
import { useSession } from '../../app/session';
import { fenOf } from '../../i18n/amount';
import { CHANNELS, METHODS } from '../../i18n/ledger.words';
import { useNames, useWords } from '../../i18n/language';
import { Money } from '../../parts/money';
import { CORRECTIONS, SIDE_NAMES } from './words';

const MOST_ACCOUNTS = 500;
const FEWEST_LINES = 2;
const MOST_LINES = 50;

interface LineSaid {
  readonly account: string;
  readonly side: 'debit' | 'credit';
  /** As somebody typed it. */
  readonly yuan: string;
}

export interface AdjustmentSaid {
  readonly id: string;
  readonly merchant: string;
  readonly store: string;
  readonly side: 'online' | 'offline';
  readonly channel: string;
  readonly method: string;
  readonly lines: readonly LineSaid[];
}

/** What is booked, and where reports count it. */
export function AdjustmentFields(): ReactElement {
  const t = useWords(CORRECTIONS);
  const sideName = useNames(SIDE_NAMES);
  const { merchants } = useSession();
  const merchant = Form.useWatch<string | undefined>(['adjustment', 'merchant']);
  const stores = merchants.find(({ id }) => id === merchant)?.stores ?? [];
  return (
    <>
      <Form.Item name={['adjustment', 'merchant']} label={t.merchant}>
        <Select options={merchants.map(({ id, name }) => ({ value: id, label: name }))} />
      </Form.Item>
      <Form.Item name={['adjustment', 'store']} label={t.store}>
        <Select options={[{ value: '-', label: t.noStore }, ...stores.map(({ id, name }) => ({ value: id, label: name }))]} />
      </Form.Item>
      <Form.Item name={['adjustment', 'side']} label={t.side}>
        <Radio.Group options={(['offline', 'online'] as const).map((value) => ({ value, label: sideName(value) }))} />
      </Form.Item>
      <Coded name="channel" label={t.channel} words={CHANNELS} />
      <Coded name="method" label={t.method} words={METHODS} />
      {/* Its own id goes with it: sent twice, it is booked once. */}
      <Form.Item name={['adjustment', 'id']} label={t.adjustmentId}>
        <Input className="figure" maxLength={64} />
      </Form.Item>
      <Lines />
    </>
  );
}

interface CodedProps {
  readonly name: 'channel' | 'method';
  readonly label: string;
  readonly words: typeof CHANNELS | typeof METHODS;
}

function Coded({ name, label, words }: CodedProps): ReactElement {
  const nameOf = useNames(words);
  return (
    <Form.Item name={['adjustment', name]} label={label}>
      <Select
        showSearch={{ optionFilterProp: 'label' }}
        options={Object.keys(words.en).map((value) => ({ value, label: nameOf(value) }))}
      />
    </Form.Item>
  );
}

function Lines(): ReactElement {
  const t = useWords(CORRECTIONS);
  const sideName = useNames(SIDE_NAMES);
  const known = useAnswer('/v1/balances', { query: { limit: MOST_ACCOUNTS } });
  const accounts = (known.data?.data ?? []).map(({ account }) => ({ value: account }));
  return (
    <Form.List name={['adjustment', 'lines']}>
      {(fields, { add, remove }) => (
        <fieldset className="corrections-lines">
          <legend>{t.books}</legend>
          {fields.map(({ key, name }, index) => (
            <div key={key} className="corrections-line" role="group" aria-label={`${t.line} ${String(index + 1)}`}>
              <Form.Item name={[name, 'side']} label={t.side}>
                <Select options={(['debit', 'credit'] as const).map((value) => ({ value, label: sideName(value) }))} />
              </Form.Item>
              <Form.Item name={[name, 'account']} label={t.account} rules={[{ required: true, message: t.missing }]}>
                <AutoComplete options={accounts} showSearch={{ filterOption: contains }} className="figure" />
              </Form.Item>
              <Form.Item name={[name, 'yuan']} label={t.yuan} rules={[{ validator: isAmount(t.amountWrong) }]}>
                <Input className="figure" inputMode="decimal" maxLength={13} />
              </Form.Item>
              {fields.length > FEWEST_LINES && <Button onClick={() => remove(name)}>{t.removeLine}</Button>}
            </div>
          ))}
          <div className="corrections-do">
            <Button disabled={fields.length >= MOST_LINES} onClick={() => add({ account: '', side: 'debit', yuan: '' })}>
              {t.addLine}
            </Button>
            <Sums />
          </div>
        </fieldset>
      )}
    </Form.List>
  );
}

const contains = (typed: string, option?: { readonly value: string }): boolean => option?.value.includes(typed.trim()) ?? false;

const isAmount =
  (wrong: string) =>
  (_: unknown, text: string): Promise<void> =>
    fenOf(text) ? Promise.resolve() : Promise.reject(new Error(wrong));

/** Both sides as typed so far; the ledger judges whether they agree. */
function Sums(): ReactElement {
  const t = useWords(CORRECTIONS);
  const sideName = useNames(SIDE_NAMES);
  const lines = Form.useWatch<readonly LineSaid[] | undefined>(['adjustment', 'lines']) ?? [];
  const sumOf = (asked: LineSaid['side']): number =>
    lines.filter(({ side }) => side === asked).reduce((sum, { yuan }) => sum + (fenOf(yuan) ?? 0), 0);
  const [debit, credit] = [sumOf('debit'), sumOf('credit')];
  return (
    <span className={debit === credit ? 'quiet' : 'money-loss'} aria-live="polite">
      {sideName('debit')} <Money fen={debit} /> · {sideName('credit')} <Money fen={credit} />
      {debit !== credit && ` · ${t.uneven}`}
    </span>
  );
}
