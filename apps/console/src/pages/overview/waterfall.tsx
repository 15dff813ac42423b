import { useCallback, type ReactElement } from 'react';
import type { EChartsCoreOption } from 'echarts/core';
import { useAnswer } from '../../api/answers';
import type { RowOf } from '../../api/client';
import { signedYuan, yuan } from '../../i18n/formats';
import { filled, useWords } from '../../i18n/language';
import { ChartPanel, type Palette } from '../../parts/chart';
import { Money } from '../../parts/money';
import { Panel } from '../../parts/page';
import { Empty, Loaded } from '../../parts/states';
import { queryOf, type Scope } from './scope';
import { OVERVIEW } from './words';

type Row = RowOf<'/v1/reports/daily'>;
type Discounts = RowOf<'/v1/reports/discounts'>;
type StepName =
  | 'beforeDiscounts'
  | 'discounts'
  | 'gross'
  | 'subsidies'
  | 'refunds'
  | 'fees'
  | 'net'
  | 'settled'
  | 'adjustments'
  | 'outstanding';

interface Step {
  readonly name: StepName;
  readonly amount: number;
  readonly isTotal: boolean;
  readonly after: number;
}

/** The row of the report as steps that add up: gross and net stand where the running sum comes to them. */
function stepsOf(row: Row, discounts: Discounts | undefined): readonly Step[] {
  const given = discounts ? discounts.discountShop + discounts.discountPlatform + discounts.discountTalent : 0;
  let sum = row.gross + given;
  const total = (name: StepName): Step => ({ name, amount: sum, isTotal: true, after: sum });
  const move = (name: StepName, amount: number): Step => ({ name, amount, isTotal: false, after: (sum += amount) });
  return [
    total('beforeDiscounts'),
    move('discounts', -given),
    total('gross'),
    move('subsidies', row.subsidies),
    move('refunds', -row.refunds),
    move('fees', -row.fees),
    total('net'),
    move('settled', -row.settledNet),
    move('adjustments', row.adjustments),
    total('outstanding'),
  ];
}

/** From what was sold to what is still to come. */
export function Waterfall({ scope }: { readonly scope: Scope }): ReactElement {
  const t = useWords(OVERVIEW);
  const query = { ...queryOf(scope), by: ['merchant' as const] };
  const daily = useAnswer('/v1/reports/daily', { query });
  const discounts = useAnswer('/v1/reports/discounts', { query });
  const [row] = daily.data?.data ?? [];
  if (row) return <Steps row={row} steps={stepsOf(row, discounts.data?.data[0])} />;
  return (
    <Panel title={t.waterfall} className="is-wide">
      <Loaded of={daily} rows={6}>
        {() => <Empty hint={t.noMoney} />}
      </Loaded>
    </Panel>
  );
}

function Steps({ row, steps }: { readonly row: Row; readonly steps: readonly Step[] }): ReactElement {
  const t = useWords(OVERVIEW);
  const key = JSON.stringify(steps);
  const option = useCallback((palette: Palette) => optionOf(JSON.parse(key) as Step[], palette, (step) => t[step]), [key, t]);
  const says = filled(t.waterfallSays, {
    gross: signedYuan(row.gross),
    net: signedYuan(row.net),
    settled: signedYuan(row.settledNet),
    outstanding: signedYuan(row.outstanding),
  });
  return (
    <ChartPanel
      title={t.waterfall}
      says={says}
      option={option}
      table={<StepTable steps={steps} />}
      className="is-wide overview-steps"
    />
  );
}

function StepTable({ steps }: { readonly steps: readonly Step[] }): ReactElement {
  const t = useWords(OVERVIEW);
  return (
    <table className="plain-table">
      <thead>
        <tr>
          <th scope="col">{t.step}</th>
          <th scope="col" className="is-right">
            {t.amount}
          </th>
          <th scope="col" className="is-right">
            {t.after}
          </th>
        </tr>
      </thead>
      <tbody>
        {steps.map(({ name, amount, isTotal, after }) => (
          <tr key={name}>
            <th scope="row">{t[name]}</th>
            <td className="is-right">{isTotal ? null : <Money fen={amount} as="signed" />}</td>
            <td className="is-right">
              <Money fen={after} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Room for `▲ ¥1,234,567.89`. */
const LABEL_PX = 108;

/** To the fen, moves with their direction. */
function labelOf({ amount, isTotal }: Step): string {
  if (isTotal || amount === 0) return signedYuan(amount);
  return `${amount < 0 ? '▼' : '▲'} ${yuan(amount)}`;
}

/**
 * Bars that float between two sums: an unseen part before, and what is seen right or left of nothing. They lie, so that each has its
 * name beside it at any width.
 */
function optionOf(steps: readonly Step[], palette: Palette, name: (step: StepName) => string): EChartsCoreOption {
  const ends = steps.map(({ amount, after, isTotal }) => {
    const before = isTotal ? 0 : after - amount;
    return { low: Math.min(before, after), high: Math.max(before, after) };
  });
  const colors = steps.map(({ amount, isTotal }) => (isTotal ? palette.accent : amount < 0 ? palette.loss : palette.gain));
  const bars = (values: readonly number[]): object[] =>
    values.map((value, index) => ({ value, itemStyle: { color: colors[index] } }));
  const labels = steps.map(labelOf);
  const series = { type: 'bar', stack: 'steps', barMaxWidth: 30 };
  const isAbove = ends.map(({ high }) => high > 0);
  const labelled = (ofThoseAbove: boolean, position: string): object => ({
    show: true,
    position,
    color: palette.text,
    formatter: ({ dataIndex }: { readonly dataIndex: number }) =>
      isAbove[dataIndex] === ofThoseAbove ? (labels[dataIndex] ?? '') : '',
  });
  const names = {
    type: 'category',
    data: steps.map((step) => name(step.name)),
    axisTick: { show: false },
    axisLine: { onZero: false, lineStyle: { color: palette.line } },
    axisLabel: { color: palette.quiet, interval: 0, hideOverlap: false, width: 84, overflow: 'break' },
    inverse: true,
  };
  const amounts = {
    type: 'value',
    axisLabel: { show: false },
    splitLine: { lineStyle: { color: palette.line } },
  };
  return {
    grid: { left: 8, right: LABEL_PX, top: 4, bottom: 4, containLabel: true },
    tooltip: { show: false },
    xAxis: amounts,
    yAxis: names,
    series: [
      {
        ...series,
        silent: true,
        itemStyle: { color: 'transparent' },
        data: ends.map(({ low, high }) => (low > 0 ? low : high < 0 ? high : 0)),
      },
      {
        ...series,
        data: bars(ends.map(({ low, high }) => (high > 0 ? high - Math.max(low, 0) : 0))),
        label: labelled(true, 'right'),
      },
      {
        ...series,
        data: bars(ends.map(({ low, high }) => (low < 0 ? low - Math.min(high, 0) : 0))),
        label: labelled(false, 'left'),
      },
    ],
  };
}
