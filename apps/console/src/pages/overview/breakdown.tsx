import { useState, type ReactElement } from 'react';
import { Segmented } from 'antd';
import { useAnswer } from '../../api/answers';
import type { RowOf } from '../../api/client';
import { useSession } from '../../app/session';
import { COMMON } from '../../i18n/common.words';
import { CHANNELS, METHODS, SIDES } from '../../i18n/ledger.words';
import { useNames, useWords } from '../../i18n/language';
import { Money } from '../../parts/money';
import { Panel } from '../../parts/page';
import { Empty, Loaded } from '../../parts/states';
import { queryOf, type Scope } from './scope';
import { OVERVIEW } from './words';

const AXES = ['side', 'channel', 'store', 'method'] as const;
type Axis = (typeof AXES)[number];

/** Values of an axis in words. */
function useAxisNames(merchant: string): Readonly<Record<Axis, (code: string) => string>> {
  const { noStore } = useWords(COMMON);
  const { merchants } = useSession();
  const stores = merchants.find(({ id }) => id === merchant)?.stores ?? [];
  const storeName = (id: string): string => (id === '-' ? noStore : (stores.find((store) => store.id === id)?.name ?? id));
  return { side: useNames(SIDES), channel: useNames(CHANNELS), method: useNames(METHODS), store: storeName };
}

/** The same figures by side, channel, store or method. */
export function Breakdown({ scope }: { readonly scope: Scope }): ReactElement {
  const t = useWords(OVERVIEW);
  const [axis, setAxis] = useState<Axis>('side');
  const names = useAxisNames(scope.merchant);
  const daily = useAnswer('/v1/reports/daily', { query: { ...queryOf(scope), by: [axis] } });
  const tools = (
    <Segmented
      size="small"
      aria-label={t.breakdown}
      value={axis}
      onChange={setAxis}
      options={AXES.map((value) => ({ value, label: t[value] }))}
    />
  );
  return (
    <Panel title={t.breakdown} tools={tools} isFlush>
      <Loaded of={daily} isEmpty={({ data }) => data.length === 0} empty={<Empty hint={t.noMoney} />}>
        {({ data }) => <Rows rows={data} axis={axis} nameOf={names[axis]} />}
      </Loaded>
    </Panel>
  );
}

const FIGURES = ['gross', 'refunds', 'fees', 'net', 'settledNet', 'outstandingAtEnd'] as const;
const TITLES = {
  gross: 'gross',
  refunds: 'refunds',
  fees: 'fees',
  net: 'net',
  settledNet: 'settled',
  outstandingAtEnd: 'outstandingNow',
} as const;
const TAKEN: readonly string[] = ['refunds', 'fees'];

interface RowsProps {
  readonly rows: readonly RowOf<'/v1/reports/daily'>[];
  readonly axis: Axis;
  readonly nameOf: (code: string) => string;
}

function Rows({ rows, axis, nameOf }: RowsProps): ReactElement {
  const t = useWords(OVERVIEW);
  const sorted = [...rows].sort((a, b) => b.gross - a.gross);
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={t.breakdown}>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{t[axis]}</th>
            {FIGURES.map((figure) => (
              <th key={figure} scope="col" className="is-right">
                {t[TITLES[figure]]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.map((row) => (
            <tr key={row[axis] ?? ''}>
              <th scope="row">{nameOf(row[axis] ?? '')}</th>
              {FIGURES.map((figure) => (
                <td key={figure} className="is-right">
                  {TAKEN.includes(figure) ? <Money fen={-row[figure]} as="signed" /> : <Money fen={row[figure]} />}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
