import type { ReactElement } from 'react';
import { DatePicker, Select } from 'antd';
import dayjs from 'dayjs';
import { useMay, useSession } from '../../app/session';
import { COMMON } from '../../i18n/common.words';
import { useWords } from '../../i18n/language';
import { SpanPicker } from '../../parts/span-picker';
import { useSetUrl } from '../../parts/url-state';
import { PERIODS, type Axis, type Scope } from './asked';
import { REPORTS } from './words';

const DAY_FORM = 'YYYY-MM-DD';

export function MerchantPicker({ merchant }: { readonly merchant: string }): ReactElement | null {
  const common = useWords(COMMON);
  const { merchants } = useSession();
  const setUrl = useSetUrl();
  if (merchants.length < 2) return null;
  return (
    <Select
      aria-label={common.merchant}
      value={merchant}
      popupMatchSelectWidth={false}
      options={merchants.map(({ id, name }) => ({ value: id, label: name }))}
      onChange={(id) => setUrl({ merchant: id, store: '', month: '' })}
    />
  );
}

/** Store and days, and the point of time looked back to: to a day for everybody, to what was known for who may. */
export function TimesBar({ scope, hasStores }: { readonly scope: Scope; readonly hasStores: boolean }): ReactElement {
  const t = useWords(REPORTS);
  const common = useWords(COMMON);
  const stores = useSession().merchants.find(({ id }) => id === scope.merchant)?.stores ?? [];
  const may = useMay();
  const setUrl = useSetUrl();
  return (
    <div className="reports-bar">
      {hasStores && (
        <Select
          aria-label={common.store}
          value={scope.store}
          popupMatchSelectWidth={false}
          options={[
            { value: '', label: common.allStores },
            ...stores.map(({ id, name }) => ({ value: id, label: name })),
            { value: '-', label: common.noStore },
          ]}
          onChange={(store) => setUrl({ store })}
        />
      )}
      <SpanPicker span={scope} onChange={({ from, to }) => setUrl({ from, to })} />
      <Day label={t.effective} day={scope.effective} onChange={(effective) => setUrl({ effective })} />
      {may('history') && <Day label={t.known} day={scope.known} onChange={(known) => setUrl({ known })} />}
    </div>
  );
}

interface DayProps {
  readonly label: string;
  readonly day: string;
  readonly onChange: (day: string) => void;
}

function Day({ label, day, onChange }: DayProps): ReactElement {
  return (
    <DatePicker
      aria-label={label}
      placeholder={label}
      className="reports-day"
      value={day === '' ? null : dayjs(day)}
      onChange={(chosen: dayjs.Dayjs | null) => onChange(chosen?.format(DAY_FORM) ?? '')}
    />
  );
}

interface AxesBarProps {
  readonly axes: readonly Axis[];
  readonly by: readonly Axis[];
  /** Where days can be grouped. */
  readonly per?: Scope['per'];
}

/** Any axes, in the order chosen: the first is drawn along, the second is stacked. */
export function AxesBar({ axes, by, per }: AxesBarProps): ReactElement {
  const t = useWords(REPORTS);
  const setUrl = useSetUrl();
  return (
    <div className="reports-bar">
      <Select
        mode="multiple"
        aria-label={t.by}
        className="reports-axes"
        value={[...by]}
        options={axes.map((axis) => ({ value: axis, label: t[axis] }))}
        onChange={(chosen: Axis[]) => setUrl({ by: chosen.join(',') })}
      />
      {per !== undefined && by.includes('businessDate') && (
        <Select
          aria-label={t.per}
          value={per}
          popupMatchSelectWidth={false}
          options={PERIODS.map((value) => ({ value, label: `${t.per} ${t[value]}` }))}
          onChange={(value) => setUrl({ per: value === 'day' ? '' : value })}
        />
      )}
    </div>
  );
}
