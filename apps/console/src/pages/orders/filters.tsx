import { useState, type ReactElement } from 'react';
import { Button, Checkbox, DatePicker, Input, Select } from 'antd';
import dayjs from 'dayjs';
import { useSession } from '../../app/session';
import { COMMON } from '../../i18n/common.words';
import { CHANNELS, KINDS, METHODS, SIDES } from '../../i18n/ledger.words';
import { STATUSES } from '../../i18n/status.words';
import { useLanguage, useWords, type Words } from '../../i18n/language';
import { useSetUrl } from '../../parts/url-state';
import { fenOf } from '../../i18n/amount';
import type { Filters as Asked } from './asked';
import { KIND_CODES } from './kinds';
import { ORDERS } from './words';

interface FiltersProps {
  readonly asked: Asked;
}

const NONE: Asked = {
  id: '',
  merchant: '',
  store: '',
  kind: '',
  side: '',
  channel: '',
  method: '',
  status: '',
  from: '',
  to: '',
  least: '',
  most: '',
  exception: '',
};

/** Everything that the list can be narrowed by; all of it stands in the address. */
export function Filters({ asked }: FiltersProps): ReactElement {
  const t = useWords(ORDERS);
  const common = useWords(COMMON);
  const setUrl = useSetUrl();
  const isNarrowed = Object.values(asked).some((text) => text !== '');
  return (
    <div className="orders-filters" role="search">
      <Search key={`id ${asked.id}`} id={asked.id} />
      <Place asked={asked} />
      <Choice name="kind" asked={asked} label={t.kind} all={t.allKinds} of={KINDS} codes={KIND_CODES} />
      <Choice name="side" asked={asked} label={t.side} all={t.allSides} of={SIDES} />
      <Choice name="channel" asked={asked} label={t.channel} all={t.allChannels} of={CHANNELS} />
      <Choice name="method" asked={asked} label={t.method} all={t.allMethods} of={METHODS} />
      <Choice name="status" asked={asked} label={t.status} all={t.allStatuses} of={STATUSES} />
      <Days asked={asked} />
      <Amount key={`least ${asked.least}`} name="least" text={asked.least} label={t.least} />
      <Amount key={`most ${asked.most}`} name="most" text={asked.most} label={t.most} />
      <Checkbox checked={asked.exception !== ''} onChange={({ target }) => setUrl({ exception: target.checked ? 'any' : '' })}>
        {t.onlyExceptions}
      </Checkbox>
      {isNarrowed && <Button onClick={() => setUrl({ ...NONE })}>{common.reset}</Button>}
    </div>
  );
}

function Search({ id }: { readonly id: string }): ReactElement {
  const t = useWords(ORDERS);
  const setUrl = useSetUrl();
  return (
    <Input.Search
      className="orders-search"
      aria-label={t.search}
      title={t.searchHint}
      placeholder={t.search}
      defaultValue={id}
      enterButton
      onSearch={(text) => setUrl({ id: text.trim() })}
    />
  );
}

function Place({ asked: { merchant, store } }: FiltersProps): ReactElement {
  const common = useWords(COMMON);
  const { merchants } = useSession();
  const setUrl = useSetUrl();
  const stores = merchants.filter(({ id }) => merchant === '' || id === merchant).flatMap((one) => one.stores);
  return (
    <>
      {merchants.length > 1 && (
        <Select
          aria-label={common.merchant}
          value={merchant}
          popupMatchSelectWidth={false}
          options={[{ value: '', label: `${common.merchant}: ${common.all}` }, ...merchants.map(asOption)]}
          onChange={(id) => setUrl({ merchant: id, store: '' })}
        />
      )}
      <Select
        aria-label={common.store}
        value={store}
        popupMatchSelectWidth={false}
        options={[{ value: '', label: common.allStores }, ...stores.map(asOption), { value: '-', label: common.noStore }]}
        onChange={(id) => setUrl({ store: id })}
      />
    </>
  );
}

const asOption = ({ id, name }: { readonly id: string; readonly name: string }): { value: string; label: string } => ({
  value: id,
  label: name,
});

interface ChoiceProps extends FiltersProps {
  readonly name: keyof Asked;
  readonly label: string;
  readonly all: string;
  readonly of: Words;
  /** Of the words, where not all of them are meant. */
  readonly codes?: readonly string[];
}

function Choice({ name, asked, label, all, of, codes }: ChoiceProps): ReactElement {
  const { language } = useLanguage();
  const setUrl = useSetUrl();
  const words = of[language];
  const offered = codes ?? Object.keys(words);
  return (
    <Select
      aria-label={label}
      value={asked[name]}
      popupMatchSelectWidth={false}
      options={[{ value: '', label: all }, ...offered.map((code) => ({ value: code, label: words[code] ?? code }))]}
      onChange={(code) => setUrl({ [name]: code })}
    />
  );
}

const FORM = 'YYYY-MM-DD';

/** Any days, one side open or both. */
function Days({ asked: { from, to } }: FiltersProps): ReactElement {
  const t = useWords(ORDERS);
  const common = useWords(COMMON);
  const setUrl = useSetUrl();
  return (
    <DatePicker.RangePicker
      aria-label={t.days}
      allowEmpty={[true, true]}
      format={FORM}
      placeholder={[common.from, common.to]}
      value={[from === '' ? null : dayjs(from), to === '' ? null : dayjs(to)]}
      onChange={(dates) => setUrl({ from: dates?.[0]?.format(FORM) ?? '', to: dates?.[1]?.format(FORM) ?? '' })}
    />
  );
}

interface AmountProps {
  readonly name: 'least' | 'most';
  readonly text: string;
  readonly label: string;
}

function Amount({ name, text, label }: AmountProps): ReactElement {
  const t = useWords(ORDERS);
  const setUrl = useSetUrl();
  const [typed, setTyped] = useState(text);
  const isWrong = typed !== '' && fenOf(typed) === undefined;
  const set = (): void => {
    if (!isWrong && typed !== text) setUrl({ [name]: typed });
  };
  return (
    <Input
      className="orders-amount"
      aria-label={label}
      aria-invalid={isWrong}
      title={isWrong ? t.amountWrong : label}
      placeholder={label}
      prefix="¥"
      inputMode="decimal"
      value={typed}
      {...(isWrong && { status: 'error' as const })}
      onChange={({ target }) => setTyped(target.value.trim())}
      onBlur={set}
      onPressEnter={set}
    />
  );
}
