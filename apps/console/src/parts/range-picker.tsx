import type { ReactElement } from 'react';
import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import { COMMON } from '../i18n/common.words';
import { daysAfter, today } from '../i18n/formats';
import { useWords } from '../i18n/language';
import { DAY_FORM, type Span } from './span';

/** The calendar behind a span, which is loaded after what it picks for. */
export function RangePicker({
  span,
  onChange,
}: {
  readonly span: Span;
  readonly onChange: (span: Span) => void;
}): ReactElement {
  const t = useWords(COMMON);
  const now = today();
  const preset = (label: string, from: string): { label: string; value: [dayjs.Dayjs, dayjs.Dayjs] } => ({
    label,
    value: [dayjs(from), dayjs(now)],
  });
  return (
    <DatePicker.RangePicker
      aria-label={`${t.from} – ${t.to}`}
      allowClear={false}
      format={DAY_FORM}
      value={[dayjs(span.from), dayjs(span.to)]}
      presets={[
        preset(t.today, now),
        preset(t.last7, daysAfter(now, -6)),
        preset(t.last30, daysAfter(now, -29)),
        preset(t.thisMonth, `${now.slice(0, 7)}-01`),
      ]}
      onChange={(dates) => {
        const [from, to] = dates ?? [];
        if (from && to) onChange({ from: from.format(DAY_FORM), to: to.format(DAY_FORM) });
      }}
    />
  );
}
