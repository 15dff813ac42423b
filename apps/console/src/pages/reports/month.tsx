import type { ReactElement } from 'react';
import { useAnswer } from '../../api/answers';
import { count, moment } from '../../i18n/formats';
import { useLanguage, useNames, useWords } from '../../i18n/language';
import { Copyable } from '../../parts/copyable';
import { Actor } from '../../parts/event-timeline';
import { Facts, type Fact } from '../../parts/facts';
import { Money } from '../../parts/money';
import { Loaded } from '../../parts/states';
import type { MonthDetails } from './month-details';
import { MonthDoings } from './month-doings';
import { MonthState } from './month-state';
import { PROPOSALS, REPORTS } from './words';

type Proposal = NonNullable<MonthDetails['proposal']>;
type Step = NonNullable<MonthDetails['closed']>;

interface MonthProps {
  readonly merchant: string;
  readonly month: string;
}

/** How a month stands, what is proposed for it, and what can be done. */
export function Month({ merchant, month }: MonthProps): ReactElement {
  const answer = useAnswer('/v1/merchants/{id}/periods/{month}', { path: { id: merchant, month } });
  return (
    <Loaded of={answer} rows={8}>
      {({ data }) => (
        <div className="reports-month">
          <Standing details={data} />
          {data.proposal && <Proposed proposal={data.proposal} />}
          <MonthDoings details={data} />
        </div>
      )}
    </Loaded>
  );
}

function Standing({ details }: { readonly details: MonthDetails }): ReactElement {
  const t = useWords(REPORTS);
  const { state, seal, closed, reopened, rejected, trialBalance, isAsSealed } = details;
  return (
    <Facts
      facts={[
        { name: t.state, value: <MonthState state={state} /> },
        { name: `${t.trialBalance} · ${t.debit}`, value: <Money fen={trialBalance.debit} /> },
        { name: `${t.trialBalance} · ${t.credit}`, value: <Money fen={trialBalance.credit} /> },
        { name: t.digest, value: <Copyable text={trialBalance.digest} /> },
        { name: t.seal, value: seal === null ? null : <Sealed seal={seal} isAsSealed={isAsSealed} /> },
        { name: t.closedBy, value: closed && <StepOf step={closed} /> },
        { name: t.reopenedBy, value: reopened && <StepOf step={reopened} /> },
        {
          name: t.rejected,
          value: rejected && (
            <>
              {rejected.reason} · <Actor actor={rejected.by} /> <span className="figure">{moment(rejected.at)}</span>
            </>
          ),
        },
      ]}
    />
  );
}

function Sealed({ seal, isAsSealed }: { readonly seal: string; readonly isAsSealed: boolean | null }): ReactElement {
  const t = useWords(REPORTS);
  return (
    <>
      <Copyable text={seal} />
      {isAsSealed === true && <span className="money-gain">✓ {t.isAsSealed}</span>}
      {isAsSealed === false && <span className="money-loss">✕ {t.notAsSealed}</span>}
    </>
  );
}

function StepOf({ step: { proposedBy, approvedBy, at } }: { readonly step: Step }): ReactElement {
  const t = useWords(REPORTS);
  return (
    <>
      {t.proposedBy} <Actor actor={proposedBy} /> · {t.approvedBy} <Actor actor={approvedBy} /> ·{' '}
      <span className="figure">{moment(at)}</span>
    </>
  );
}

/** Exactly what is approved: its figures, and the digest over them. */
function Proposed({ proposal }: { readonly proposal: Proposal }): ReactElement {
  const t = useWords(REPORTS);
  const kindName = useNames(PROPOSALS);
  const { kind, by, at, reason, digest, expiresAt } = proposal;
  const shown = useShown(proposal);
  return (
    <section aria-label={t.proposal}>
      <h3>
        {t.proposal}: {kindName(kind)}
      </h3>
      <Facts
        facts={[
          { name: t.proposedBy, value: <Actor actor={by} /> },
          { name: t.at, value: <span className="figure">{moment(at)}</span> },
          { name: t.expiresAt, value: <span className="figure">{moment(expiresAt)}</span> },
          { name: t.reason, value: reason },
          ...shown,
          { name: t.digest, value: <Copyable text={digest} /> },
        ]}
      />
    </section>
  );
}

function useShown({ shown }: Proposal): readonly Fact[] {
  const t = useWords(REPORTS);
  const { language } = useLanguage();
  if ('seal' in shown) {
    return [
      { name: t.seal, value: <Copyable text={shown.seal} /> },
      { name: t.lateEntries, value: <span className="figure">{count(shown.lateEntries, language)}</span> },
    ];
  }
  const { through, unsettled, inTransit, suspense, openExceptions, trialBalance } = shown;
  return [
    { name: t.through, value: <span className="figure">{through}</span> },
    { name: `${t.trialBalance} · ${t.debit}`, value: <Money fen={trialBalance.debit} /> },
    { name: `${t.trialBalance} · ${t.credit}`, value: <Money fen={trialBalance.credit} /> },
    { name: t.unsettled, value: <Money fen={unsettled} /> },
    { name: t.inTransit, value: <Money fen={inTransit} /> },
    { name: t.suspense, value: <Money fen={suspense} /> },
    {
      name: t.openExceptions,
      value: (
        <>
          <span className="figure">{count(openExceptions.count, language)}</span> · <Money fen={openExceptions.worth} />
        </>
      ),
    },
  ];
}
