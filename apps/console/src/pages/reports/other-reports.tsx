import type { ReactElement } from 'react';
import { useAnswer } from '../../api/answers';
import type { RowOf } from '../../api/client';
import { useNames, useWords } from '../../i18n/language';
import { Panel } from '../../parts/page';
import { AGEING_AXES, REPORT_AXES, ageingQuery, dailyQuery, settlementQuery, useBy, type Scope } from './asked';
import { AxesBar } from './bar';
import { Exports } from './exports';
import { ReportTable, type Figure } from './table';
import { DUE_STATES, FEE_KINDS, REPORTS } from './words';

interface OfScope {
  readonly scope: Scope;
}

const DISCOUNTS: readonly Figure<RowOf<'/v1/reports/discounts'>>[] = [
  { key: 'listPrice', title: 'listPrice' },
  { key: 'discountShop', title: 'discountShop', as: 'taken' },
  { key: 'discountPlatform', title: 'discountPlatform', as: 'taken' },
  { key: 'discountTalent', title: 'discountTalent', as: 'taken' },
  { key: 'otherChanges', title: 'otherChanges' },
  { key: 'undetailedGross', title: 'undetailedGross' },
  { key: 'gross', title: 'gross' },
  { key: 'discountPayment', title: 'discountPayment' },
  { key: 'orderCount', title: 'orderCount', as: 'count' },
];

/** From the list price to what buyers paid, and who bore the difference. */
export function Discounts({ scope }: OfScope): ReactElement {
  const t = useWords(REPORTS);
  const by = useBy(REPORT_AXES, ['channel', 'liveRoom']);
  const query = dailyQuery(scope, by);
  const answer = useAnswer('/v1/reports/discounts', { query });
  return (
    <>
      <AxesBar axes={REPORT_AXES} by={by} per={scope.per} />
      <Panel title={t.discounts} isFlush>
        <ReportTable label={t.discounts} merchant={scope.merchant} answer={answer} axes={by} figures={DISCOUNTS} />
      </Panel>
      <Exports scope={scope} what={t.discounts} path="/v1/exports/discounts" query={query} />
    </>
  );
}

/** What the channels kept, by kind. */
export function Fees({ scope }: OfScope): ReactElement {
  const t = useWords(REPORTS);
  const by = useBy(REPORT_AXES, ['channel']);
  const query = dailyQuery(scope, by);
  const answer = useAnswer('/v1/reports/fees', { query });
  const feeName = useNames(FEE_KINDS);
  return (
    <>
      <AxesBar axes={REPORT_AXES} by={by} per={scope.per} />
      <Panel title={t.fees} isFlush>
        <ReportTable
          label={t.fees}
          merchant={scope.merchant}
          answer={answer}
          axes={by}
          also={[{ key: 'kind', title: t.kind, width: '190px', cell: ({ kind }) => feeName(kind) }]}
          figures={[{ key: 'amount', title: 'amount' }]}
        />
      </Panel>
      <Exports scope={scope} what={t.fees} path="/v1/exports/fees" query={query} />
    </>
  );
}

const AGES: readonly Figure<RowOf<'/v1/reports/ageing'>>[] = [
  { key: 'days0To1', title: 'days0To1' },
  { key: 'days2To3', title: 'days2To3' },
  { key: 'days4To7', title: 'days4To7' },
  { key: 'days8To15', title: 'days8To15' },
  { key: 'days16To30', title: 'days16To30' },
  { key: 'daysOver30', title: 'daysOver30' },
  { key: 'unallocated', title: 'unallocated' },
  { key: 'outstanding', title: 'outstanding' },
  { key: 'openCount', title: 'openCount', as: 'count' },
];

/** How old what the channels owe is. */
export function Ageing({ scope }: OfScope): ReactElement {
  const t = useWords(REPORTS);
  const by = useBy(AGEING_AXES, ['channel', 'account']);
  const query = ageingQuery(scope, by);
  const answer = useAnswer('/v1/reports/ageing', { query });
  return (
    <>
      <AxesBar axes={AGEING_AXES} by={by} />
      <Panel title={`${t.ageing} · ${query.effective}`} isFlush>
        <ReportTable label={t.ageing} merchant={scope.merchant} answer={answer} axes={by} figures={AGES} />
      </Panel>
      <Exports scope={scope} what={t.ageing} path="/v1/exports/ageing" query={query} />
    </>
  );
}

const DUE: readonly Figure<RowOf<'/v1/reports/settlement'>>[] = [
  { key: 'due', title: 'due' },
  { key: 'settled', title: 'settled' },
  { key: 'fees', title: 'feesSum', as: 'taken' },
  { key: 'settledNet', title: 'settledNet' },
  { key: 'open', title: 'open' },
  { key: 'overdue', title: 'overdue' },
  { key: 'transactionCount', title: 'transactionCount', as: 'count' },
];

/** What is due for each account of ours, and what was paid out of it. */
export function Settlement({ scope }: OfScope): ReactElement {
  const t = useWords(REPORTS);
  const stateName = useNames(DUE_STATES);
  const query = settlementQuery(scope);
  const answer = useAnswer('/v1/reports/settlement', { query });
  return (
    <>
      <Panel title={t.settlement} isFlush>
        <ReportTable
          label={t.settlement}
          merchant={scope.merchant}
          answer={answer}
          axes={['destination', 'channel', 'account']}
          also={[
            { key: 'dueOn', title: t.dueOn, width: '120px', cell: ({ dueOn }) => <span className="figure">{dueOn}</span> },
            { key: 'state', title: t.state, width: '140px', cell: ({ state }) => stateName(state) },
          ]}
          figures={DUE}
        />
      </Panel>
      <Exports scope={scope} what={t.settlement} path="/v1/exports/settlement-report" query={query} />
    </>
  );
}
