import { useCallback, type ReactElement } from 'react';
import type { EChartsCoreOption } from 'echarts/core';
import { useAnswer } from '../../api/answers';
import type { RowOf } from '../../api/client';
import { daysAfter, shortYuan, signedYuan } from '../../i18n/formats';
import { filled, useLanguage, useNames, useWords } from '../../i18n/language';
import { SIDES } from '../../i18n/ledger.words';
import { ChartPanel, type Palette } from '../../parts/chart';
import { Money } from '../../parts/money';
import { Panel } from '../../parts/page';
import { Empty, Loaded } from '../../parts/states';
import { queryOf, type Scope } from './scope';
import { OVERVIEW } from './words';

type Row = RowOf<'/v1/reports/daily'>;

const SIDE_NAMES = ['online', 'offline'] as const;
/** A line of more points than this is no longer read day by day. */
const MOST_DAYS = 400;

interface Series {
  readonly days: readonly string[];
  readonly online: readonly number[];
  readonly offline: readonly number[];
}

/** Every day of the span, those without trade too. */
function seriesOf(rows: readonly Row[], { from, to }: Scope): Series {
  const days: string[] = [];
  for (let day = from; day <= to && days.length < MOST_DAYS; day = daysAfter(day, 1)) days.push(day);
  const gross = new Map(rows.map((row) => [`${String(row.businessDate)} ${String(row.side)}`, row.gross]));
  const of = (side: string): number[] => days.map((day) => gross.get(`${day} ${side}`) ?? 0);
  return { days, online: of('online'), offline: of('offline') };
}

export function Trend({ scope }: { readonly scope: Scope }): ReactElement {
  const t = useWords(OVERVIEW);
  const daily = useAnswer('/v1/reports/daily', { query: { ...queryOf(scope), by: ['businessDate', 'side'] } });
  if (daily.data && daily.data.data.length > 0) return <Days scope={scope} series={seriesOf(daily.data.data, scope)} />;
  return (
    <Panel title={t.trend} className="is-wide">
      <Loaded of={daily} rows={6}>
        {() => <Empty hint={t.noMoney} />}
      </Loaded>
    </Panel>
  );
}

function Days({ scope, series }: { readonly scope: Scope; readonly series: Series }): ReactElement {
  const t = useWords(OVERVIEW);
  const { language } = useLanguage();
  const sideName = useNames(SIDES);
  const key = JSON.stringify(series);
  const names = SIDE_NAMES.map(sideName).join('|');
  const option = useCallback(
    (palette: Palette) => optionOf(JSON.parse(key) as Series, names.split('|'), palette, (fen) => shortYuan(fen, language)),
    [key, names, language],
  );
  const table = (
    <table className="plain-table">
      <thead>
        <tr>
          <th scope="col">{t.day}</th>
          {SIDE_NAMES.map((side) => (
            <th key={side} scope="col" className="is-right">
              {sideName(side)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {series.days.map((day, index) => (
          <tr key={day}>
            <th scope="row">{day}</th>
            {SIDE_NAMES.map((side) => (
              <td key={side} className="is-right">
                <Money fen={series[side][index] ?? 0} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
  return (
    <ChartPanel
      title={t.trend}
      says={filled(t.trendSays, { from: scope.from, to: scope.to })}
      option={option}
      table={table}
      className="is-wide"
    />
  );
}

function optionOf(
  { days, ...sides }: Series,
  names: readonly string[],
  palette: Palette,
  short: (fen: number) => string,
): EChartsCoreOption {
  return {
    grid: { left: 8, right: 16, top: 40, bottom: 4, containLabel: true },
    legend: { top: 0, right: 0, textStyle: { color: palette.text } },
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      confine: true,
      valueFormatter: (value: unknown) => signedYuan(Number(value)),
    },
    xAxis: {
      type: 'category',
      data: days.map((day) => day.slice(5)),
      axisLine: { lineStyle: { color: palette.line } },
      axisTick: { show: false },
      axisLabel: { color: palette.quiet },
    },
    yAxis: {
      type: 'value',
      axisLabel: { color: palette.quiet, formatter: short },
      splitLine: { lineStyle: { color: palette.line } },
    },
    series: SIDE_NAMES.map((side, index) => ({
      name: names[index],
      type: 'bar',
      stack: 'day',
      barMaxWidth: 28,
      data: [...sides[side]],
    })),
  };
}
