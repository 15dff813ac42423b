import type { ReactElement } from 'react';
import { useAnswer } from '../../api/answers';
import type { RowOf } from '../../api/client';
import { signedYuan, yuan } from '../../i18n/formats';
import { filled, useWords } from '../../i18n/language';
import { ChartFrame } from '../../parts/chart';
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
    <Panel title={t.waterfall} className="is-wide overview-sum">
      <Loaded of={daily} rows={6}>
        {() => <Empty hint={t.noMoney} />}
      </Loaded>
    </Panel>
  );
}

function Steps({ row, steps }: { readonly row: Row; readonly steps: readonly Step[] }): ReactElement {
  const t = useWords(OVERVIEW);
  const says = filled(t.waterfallSays, {
    gross: signedYuan(row.gross),
    net: signedYuan(row.net),
    settled: signedYuan(row.settledNet),
    outstanding: signedYuan(row.outstanding),
  });
  return (
    <ChartFrame
      title={t.waterfall}
      drawn={<Bars says={says} steps={steps} />}
      table={<StepTable steps={steps} />}
      className="is-wide overview-sum"
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

/**
 * Bars that float between two sums, each with its name and amount beside it. They lie, so that there is room for both at any width;
 * what is below nothing goes to the left of it.
 */
function Bars({ says, steps }: { readonly says: string; readonly steps: readonly Step[] }): ReactElement {
  const t = useWords(OVERVIEW);
  const ends = steps.map(({ amount, after, isTotal }) => [isTotal ? 0 : after - amount, after] as const);
  const least = Math.min(0, ...ends.flat());
  const whole = Math.max(0, ...ends.flat()) - least || 1;
  const percent = (fen: number): string => `${String((100 * fen) / whole)}%`;
  return (
    <div className={least < 0 ? 'overview-steps has-less' : 'overview-steps'} role="img" aria-label={says}>
      {steps.map((step, index) => {
        const [from, to] = ends[index] ?? [0, 0];
        const [low, high] = [Math.min(from, to), Math.max(from, to)];
        const isLess = high <= 0 && low < 0;
        const beside = isLess ? { right: percent(whole + least - low) } : { left: percent(high - least) };
        return (
          <div key={step.name} className="overview-step">
            <span className="quiet">{t[step.name]}</span>
            <div className="overview-track">
              <div
                className={`overview-bar is-${lookOf(step)}`}
                style={{ left: percent(low - least), width: percent(high - low) }}
              />
              <span className="overview-amount" style={beside}>
                {labelOf(step)}
              </span>
            </div>
          </div>
        );
      })}
    </div>
  );
}

const lookOf = ({ amount, isTotal }: Step): string => (isTotal ? 'total' : amount < 0 ? 'loss' : 'gain');

/** To the fen, moves with their direction. */
const labelOf = ({ amount, isTotal }: Step): string =>
  isTotal || amount === 0 ? signedYuan(amount) : `${amount < 0 ? '▼' : '▲'} ${yuan(amount)}`;
