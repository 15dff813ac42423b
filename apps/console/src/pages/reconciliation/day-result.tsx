import type { ReactElement } from 'react';
import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import { Button, DatePicker } from 'antd';
import dayjs from 'dayjs';
import { count, daysAfter, percentOf } from '../../i18n/formats';
import { CHANNELS } from '../../i18n/ledger.words';
import { filled, useLanguage, useNames, useWords } from '../../i18n/language';
import { Money } from '../../parts/money';
import { Panel } from '../../parts/page';
import type { Span } from '../../parts/span';
import { Empty, Loaded } from '../../parts/states';
import { useUrlState } from '../../parts/url-state';
import type { ClearingDay, Days } from './answers';
import { RECONCILIATION } from './words';

const FORM = 'YYYY-MM-DD';

/** One line for each account: how many, in, out, and what does not agree. */
export function DayResult({ days, span }: { readonly days: Days; readonly span: Span }): ReactElement {
  const t = useWords(RECONCILIATION);
  const [asked, choose] = useUrlState('day', '', (text) => text >= span.from && text <= span.to);
  const last = days.data?.data.reduce((latest, { day }) => (day > latest ? day : latest), '') ?? '';
  const day = asked || last || span.to;
  return (
    <Panel
      title={filled(t.resultOf, { day })}
      tools={<DaySteps day={day} span={span} onChange={choose} />}
      isFlush
      className="recon-day"
    >
      <Loaded of={days} isEmpty={({ data }) => !data.some((one) => one.day === day)} empty={<Empty hint={t.noDay} />}>
        {({ data }) => <Lines lines={data.filter((one) => one.day === day)} />}
      </Loaded>
    </Panel>
  );
}

interface DayStepsProps {
  readonly day: string;
  readonly span: Span;
  readonly onChange: (day: string) => void;
}

function DaySteps({ day, span, onChange }: DayStepsProps): ReactElement {
  const t = useWords(RECONCILIATION);
  return (
    <>
      <Button
        icon={<LeftOutlined />}
        aria-label={t.previousDay}
        disabled={day <= span.from}
        onClick={() => onChange(daysAfter(day, -1))}
      />
      <DatePicker
        aria-label={t.day}
        allowClear={false}
        format={FORM}
        value={dayjs(day)}
        minDate={dayjs(span.from)}
        maxDate={dayjs(span.to)}
        onChange={(date) => date && onChange(date.format(FORM))}
      />
      <Button
        icon={<RightOutlined />}
        aria-label={t.nextDay}
        disabled={day >= span.to}
        onClick={() => onChange(daysAfter(day, 1))}
      />
    </>
  );
}

function Lines({ lines }: { readonly lines: readonly ClearingDay[] }): ReactElement {
  const t = useWords(RECONCILIATION);
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={t.result}>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{t.account}</th>
            <th scope="col" className="is-right">
              {t.count}
            </th>
            <th scope="col" className="is-right">
              {t.income}
            </th>
            <th scope="col" className="is-right">
              {t.expense}
            </th>
            <th scope="col" className="is-right">
              {t.difference}
            </th>
            <th scope="col" className="is-right">
              {t.cleared}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <Line key={`${line.book} ${line.channel} ${line.account}`} line={line} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Line({ line }: { readonly line: ClearingDay }): ReactElement {
  const t = useWords(RECONCILIATION);
  const { language } = useLanguage();
  const channelName = useNames(CHANNELS);
  return (
    <tr>
      <th scope="row">
        {channelName(line.channel)} <span className="figure">{line.account}</span>
        {line.book === 'payouts' && ` · ${t.payouts}`}
      </th>
      <td className="is-right figure">{count(line.count, language)}</td>
      <td className="is-right">
        <Money fen={line.income} />
      </td>
      <td className="is-right">
        <Money fen={line.expense} />
      </td>
      <td className="is-right">
        {line.difference === 0 ? <span className="quiet">{t.even}</span> : <Money fen={line.difference} as="signed" />}
      </td>
      <td className="is-right figure">{percentOf(line.clearedPpm)}</td>
    </tr>
  );
}
