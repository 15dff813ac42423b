import type { ReactElement } from 'react';
import { Button, Drawer } from 'antd';
import { useAnswer } from '../../api/answers';
import type { RowOf } from '../../api/client';
import { moment } from '../../i18n/formats';
import { filled, useNames, useWords } from '../../i18n/language';
import { inRoot } from '../../parts/container';
import { Actor } from '../../parts/event-timeline';
import { Panel } from '../../parts/page';
import { Empty, Loaded } from '../../parts/states';
import { useUrlState } from '../../parts/url-state';
import { Month } from './month';
import { MonthState } from './month-state';
import { PROPOSALS, REPORTS } from './words';

type Row = RowOf<'/v1/periods'>;

const SEAL_SHOWN = 12;

/** Months of a merchant's book, the newest first; one of them opens with what can be done. */
export function Months({ merchant }: { readonly merchant: string }): ReactElement {
  const t = useWords(REPORTS);
  const [month, setMonth] = useUrlState('month', '', (text) => /^\d{4}-\d{2}$/.test(text));
  const months = useAnswer('/v1/periods', { query: { merchant } });
  return (
    <Panel title={t.months} isFlush>
      <p className="quiet reports-hint is-flush">{t.monthsHint}</p>
      <Loaded of={months} isEmpty={({ data }) => data.length === 0} empty={<Empty hint={t.noMonths} />}>
        {({ data }) => <Rows rows={data} open={setMonth} />}
      </Loaded>
      <Drawer
        title={`${t.months} ${month}`}
        open={month !== ''}
        onClose={() => setMonth('')}
        getContainer={inRoot}
        size="large"
        destroyOnHidden
      >
        {month !== '' && <Month merchant={merchant} month={month} />}
      </Drawer>
    </Panel>
  );
}

function Rows({ rows, open }: { readonly rows: readonly Row[]; readonly open: (month: string) => void }): ReactElement {
  const t = useWords(REPORTS);
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={t.months}>
      <table className="plain-table">
        <thead>
          <tr>
            {[t.month, t.state, t.proposal, t.closedBy, t.reopenedBy, t.seal].map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
            <th scope="col" aria-label={t.show} />
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <OneRow key={row.month} row={row} open={() => open(row.month)} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function OneRow({ row, open }: { readonly row: Row; readonly open: () => void }): ReactElement {
  const t = useWords(REPORTS);
  const { month, proposal, closed, reopened, seal } = row;
  const proposalName = useNames(PROPOSALS);
  return (
    <tr>
      <th scope="row" className="figure">
        {month}
      </th>
      <td>
        <MonthState state={row.state} />
      </td>
      <td>{proposal && `${proposalName(proposal.kind)} · ${moment(proposal.at)}`}</td>
      <td>{closed && <Step by={closed.approvedBy} at={closed.at} />}</td>
      <td>{reopened && <Step by={reopened.approvedBy} at={reopened.at} />}</td>
      <td className="figure" title={seal ?? ''}>
        {seal?.slice(0, SEAL_SHOWN)}
      </td>
      <td>
        <Button size="small" type="link" aria-label={filled(t.openMonth, { month })} onClick={open}>
          {t.show}
        </Button>
      </td>
    </tr>
  );
}

const Step = ({ by, at }: { readonly by: string; readonly at: string }): ReactElement => (
  <>
    <Actor actor={by} /> <span className="figure quiet">{moment(at)}</span>
  </>
);
