import type { ReactElement } from 'react';
import { Button, Checkbox, Select } from 'antd';
import { useSession } from '../../app/session';
import { COMMON } from '../../i18n/common.words';
import { EXCEPTION_NAMES } from '../../i18n/exception.words';
import { KINDS, SEVERITY_NAMES } from '../../i18n/ledger.words';
import { filled, useNames, useWords } from '../../i18n/language';
import { useSetUrl } from '../../parts/url-state';
import { SEVERITY_CODES, STATE_CODES, type Asked } from './scope';
import { EXCEPTIONS } from './words';

/** The kinds that exceptions are about. */
const KIND_CODES = [
  'order',
  'payment',
  'mini_app',
  'voucher',
  'reference',
  'settlement',
  'collection',
  'statement',
  'statement_row',
  'statement_bill',
  'match',
  'dispute',
  'life_movement',
  'terminal',
  'operator',
  'store',
  'notice',
] as const;
const NONE = { merchant: '', store: '', kind: '', code: '', severity: '', state: '', assignee: '' };

interface Option {
  readonly value: string;
  readonly label: string;
}

/** What the list is narrowed by; all of it stands in the address. */
export function Filters({ asked }: { readonly asked: Asked }): ReactElement {
  const t = useWords(EXCEPTIONS);
  const common = useWords(COMMON);
  const kindName = useNames(KINDS);
  const severityName = useNames(SEVERITY_NAMES);
  const codeName = useNames(EXCEPTION_NAMES);
  const setUrl = useSetUrl();
  const { actor } = useSession();
  const named = (codes: readonly string[], nameOf: (code: string) => string): Option[] =>
    codes.map((value) => ({ value, label: nameOf(value) }));
  const isNarrowed = Object.values(asked).some((text) => text !== '');
  return (
    <div className="exceptions-filters" role="search">
      <Places asked={asked} />
      <Choice
        name="state"
        asked={asked}
        label={t.state}
        all={t.active}
        options={STATE_CODES.map((value) => ({ value, label: t[value] }))}
      />
      <Choice
        name="severity"
        asked={asked}
        label={t.severity}
        all={t.allSeverities}
        options={named(SEVERITY_CODES, severityName)}
      />
      <Choice name="kind" asked={asked} label={t.kind} all={t.allKinds} options={named(KIND_CODES, kindName)} />
      <Checkbox
        className="exceptions-mine"
        checked={asked.assignee === actor}
        onChange={({ target }) => setUrl({ assignee: target.checked ? actor : '' })}
      >
        {t.mine}
      </Checkbox>
      {asked.assignee !== '' && asked.assignee !== actor && (
        <Button onClick={() => setUrl({ assignee: '' })}>{filled(t.heldBy, { name: asked.assignee })} ×</Button>
      )}
      {asked.code !== '' && <Button onClick={() => setUrl({ code: '' })}>{codeName(asked.code)} ×</Button>}
      {isNarrowed && <Button onClick={() => setUrl(NONE)}>{common.reset}</Button>}
    </div>
  );
}

function Places({ asked }: { readonly asked: Asked }): ReactElement {
  const common = useWords(COMMON);
  const { merchants } = useSession();
  const stores = merchants.filter(({ id }) => asked.merchant === '' || id === asked.merchant).flatMap((one) => one.stores);
  const asOptions = (places: readonly { readonly id: string; readonly name: string }[]): Option[] =>
    places.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <>
      {merchants.length > 1 && (
        <Choice
          name="merchant"
          asked={asked}
          label={common.merchant}
          all={`${common.merchant}: ${common.all}`}
          options={asOptions(merchants)}
        />
      )}
      <Choice
        name="store"
        asked={asked}
        label={common.store}
        all={common.allStores}
        options={[...asOptions(stores), { value: '-', label: common.noStore }]}
      />
    </>
  );
}

interface ChoiceProps {
  readonly name: keyof Asked;
  readonly asked: Asked;
  readonly label: string;
  readonly all: string;
  readonly options: readonly Option[];
}

function Choice({ name, asked, label, all, options }: ChoiceProps): ReactElement {
  const setUrl = useSetUrl();
  return (
    <Select
      aria-label={label}
      value={asked[name]}
      popupMatchSelectWidth={false}
      options={[{ value: '', label: all }, ...options]}
      onChange={(value) => setUrl({ [name]: value, ...(name === 'merchant' && { store: '' }) })}
    />
  );
}
