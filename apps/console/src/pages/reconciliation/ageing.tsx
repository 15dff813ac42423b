import type { ReactElement } from 'react';
import { count, percentOf } from '../../i18n/formats';
import { useLanguage, useWords } from '../../i18n/language';
import { Money } from '../../parts/money';
import { Panel } from '../../parts/page';
import { Empty, Loaded } from '../../parts/states';
import type { ClearingDay, Days } from './answers';
import { RECONCILIATION } from './words';

const PPM = 1_000_000;
const AGES = ['days0to1', 'days2to3', 'days4to7', 'days8to30', 'over30days'] as const;
const SHARES = ['matched', 'explained', 'proposed', 'suspended', 'different', 'waiting'] as const;
const SHARE_WORDS = {
  matched: 'matchedShare',
  explained: 'explainedShare',
  proposed: 'proposedShare',
  suspended: 'suspendedShare',
  different: 'differentShare',
  waiting: 'waitingShare',
} as const;

type Share = ClearingDay['total'];

const together = (shares: readonly Share[]): Share =>
  shares.reduce((sum, { count: of, amount }) => ({ count: sum.count + of, amount: sum.amount + amount }), {
    count: 0,
    amount: 0,
  });

/** Whole numbers throughout; days without money are clear. */
function scoreOf(days: readonly ClearingDay[]): number {
  const total = together(days.map((day) => day.total)).amount;
  const clear = together(days.flatMap(({ matched, explained }) => [matched, explained])).amount;
  return total === 0 ? PPM : Number((BigInt(clear) * BigInt(PPM)) / BigInt(total));
}

/** How much of the money is clear, what became of it, and how old the rest is. */
export function Ageing({ days }: { readonly days: Days }): ReactElement {
  const t = useWords(RECONCILIATION);
  return (
    <Panel title={t.score} className="recon-ageing">
      <Loaded of={days} isEmpty={({ data }) => data.length === 0} empty={<Empty />}>
        {({ data }) => (
          <>
            <p className="recon-score">
              <strong className="figure">{percentOf(scoreOf(data))}</strong> <span className="quiet">{t.scoreSays}</span>
            </p>
            <div className="recon-tables">
              <Table
                label={t.status}
                rows={SHARES.map((name) => ({ name: t[SHARE_WORDS[name]], ...together(data.map((day) => day[name])) }))}
              />
              <Table
                label={t.age}
                rows={AGES.map((name) => ({ name: t[name], ...together(data.map(({ ageing }) => ageing[name])) }))}
              />
            </div>
          </>
        )}
      </Loaded>
    </Panel>
  );
}

interface TableProps {
  readonly label: string;
  readonly rows: readonly (Share & { readonly name: string })[];
}

function Table({ label, rows }: TableProps): ReactElement {
  const t = useWords(RECONCILIATION);
  const { language } = useLanguage();
  return (
    <table className="plain-table">
      <thead>
        <tr>
          <th scope="col">{label}</th>
          <th scope="col" className="is-right">
            {t.count}
          </th>
          <th scope="col" className="is-right">
            {t.amount}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, count: of, amount }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td className="is-right figure">{count(of, language)}</td>
            <td className="is-right">
              <Money fen={amount} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
