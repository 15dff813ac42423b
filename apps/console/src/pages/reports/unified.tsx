import { useCallback, type ReactElement } from 'react';
import { Select } from 'antd';
import type { EChartsCoreOption } from 'echarts/core';
import { useAnswer } from '../../api/answers';
import type { RowOf } from '../../api/client';
import { shortYuan, signedYuan } from '../../i18n/formats';
import { filled, useLanguage, useWords } from '../../i18n/language';
import { ChartPanel, type Palette } from '../../parts/chart';
import { Facts } from '../../parts/facts';
import { Money } from '../../parts/money';
import { Panel } from '../../parts/page';
import { Loaded } from '../../parts/states';
import { useUrlState } from '../../parts/url-state';
import { REPORT_AXES, dailyQuery, useBy, type Axis, type Scope } from './asked';
import { AxesBar } from './bar';
import { Exports } from './exports';
import { useAxisNames } from './names';
import { OTHERS, plotOf, type Plot } from './plot';
import { ReportTable, type Figure } from './table';
import { REPORTS } from './words';

type Row = RowOf<'/v1/reports/daily'>;

const MONEY = [
  { key: 'gross', title: 'gross' },
  { key: 'subsidies', title: 'subsidies' },
  { key: 'refunds', title: 'refunds', as: 'taken' },
  { key: 'fees', title: 'feesSum', as: 'taken' },
  { key: 'net', title: 'net' },
  { key: 'settledNet', title: 'settledNet' },
  { key: 'adjustments', title: 'adjustments' },
] as const satisfies readonly Figure<Row>[];
const FIGURES: readonly Figure<Row>[] = [
  ...MONEY,
  { key: 'outstandingAtEnd', title: 'outstandingAtEnd' },
  { key: 'saleCount', title: 'saleCount', as: 'count' },
  { key: 'refundCount', title: 'refundCount', as: 'count' },
];

/** The unified report by any axes: its sums, drawn, and row by row. */
export function Unified({ scope }: { readonly scope: Scope }): ReactElement {
  const t = useWords(REPORTS);
  const by = useBy(REPORT_AXES, ['businessDate', 'side']);
  const query = dailyQuery(scope, by);
  const rows = useAnswer('/v1/reports/daily', { query });
  return (
    <>
      <AxesBar axes={REPORT_AXES} by={by} per={scope.per} />
      <Total scope={scope} />
      {rows.data && rows.data.data.length > 0 && <Drawn rows={rows.data.data} by={by} scope={scope} />}
      <Panel title={t.report} isFlush>
        <ReportTable label={t.report} merchant={scope.merchant} answer={rows} axes={by} figures={FIGURES} />
      </Panel>
      <Exports scope={scope} what={t.report} path="/v1/exports/report" query={query} />
    </>
  );
}

/** As the ledger sums it, not the page. */
function Total({ scope }: { readonly scope: Scope }): ReactElement {
  const t = useWords(REPORTS);
  const total = useAnswer('/v1/reports/daily', { query: dailyQuery(scope, ['merchant']) });
  return (
    <Panel title={t.total} className="reports-total">
      <Loaded of={total} rows={1}>
        {({ data: [row] }) => (
          <Facts
            facts={FIGURES.flatMap(({ key, title, as }) =>
              as === 'count' ? [] : [{ name: t[title], value: <Money fen={row?.[key] ?? 0} /> }],
            )}
          />
        )}
      </Loaded>
    </Panel>
  );
}

interface DrawnProps {
  readonly rows: readonly Row[];
  readonly by: readonly Axis[];
  readonly scope: Scope;
}

function Drawn({ rows, by, scope }: DrawnProps): ReactElement {
  const t = useWords(REPORTS);
  const { language } = useLanguage();
  const nameOf = useAxisNames(scope.merchant);
  const [chosen, choose] = useUrlState('figure', 'gross', (text) => MONEY.some(({ key }) => key === text));
  const figure = MONEY.find(({ key }) => key === chosen) ?? MONEY[0];
  const [along = 'businessDate', stacked] = by;
  const codes = plotOf(rows, by, (row) => row[figure.key]);
  const named = (axis: Axis | undefined, code: string): string => {
    if (code === OTHERS) return t.others;
    return axis === undefined ? t[figure.title] : nameOf(axis, code);
  };
  const plot: Plot = {
    places: codes.places.map((code) => named(along, code)),
    series: codes.series.map(({ code, values }) => ({ code: named(stacked, code), values })),
  };
  const key = JSON.stringify(plot);
  const option = useCallback(
    (palette: Palette) => optionOf(JSON.parse(key) as Plot, palette, (fen) => shortYuan(fen, language)),
    [key, language],
  );
  return (
    <>
      <div className="reports-bar">
        <Select
          aria-label={t.figure}
          value={figure.key}
          popupMatchSelectWidth={false}
          options={MONEY.map(({ key: value, title }) => ({ value, label: t[title] }))}
          onChange={choose}
        />
      </div>
      <ChartPanel
        title={t[figure.title]}
        says={filled(t.chartSays, { figure: t[figure.title], from: scope.from, to: scope.to, along: t[along] })}
        option={option}
        table={<PlotTable plot={plot} title={t[along]} />}
        isForWide
      />
    </>
  );
}

function PlotTable({ plot: { places, series }, title }: { readonly plot: Plot; readonly title: string }): ReactElement {
  return (
    <table className="plain-table">
      <thead>
        <tr>
          <th scope="col">{title}</th>
          {series.map(({ code }, index) => (
            <th key={index} scope="col" className="is-right">
              {code}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {places.map((place, index) => (
          <tr key={index}>
            <th scope="row">{place}</th>
            {series.map(({ values }, at) => (
              <td key={at} className="is-right">
                <Money fen={values[index] ?? 0} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function optionOf({ places, series }: Plot, palette: Palette, short: (fen: number) => string): EChartsCoreOption {
  return {
    grid: { left: 8, right: 16, top: 40, bottom: 4, containLabel: true },
    legend: { top: 0, right: 0, type: 'plain', textStyle: { color: palette.text } },
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      confine: true,
      valueFormatter: (value: unknown) => signedYuan(Number(value)),
    },
    xAxis: {
      type: 'category',
      data: [...places],
      axisLine: { lineStyle: { color: palette.line } },
      axisTick: { show: false },
      axisLabel: { color: palette.quiet },
    },
    yAxis: {
      type: 'value',
      axisLabel: { color: palette.quiet, formatter: short },
      splitLine: { lineStyle: { color: palette.line } },
    },
    series: series.map(({ code, values }) => ({
      name: code,
      type: 'bar',
      stack: 'all',
      barMaxWidth: 28,
      data: [...values],
    })),
  };
}
