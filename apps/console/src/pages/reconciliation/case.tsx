import type { ReactElement } from 'react';
import { Link } from 'react-router';
import { useAnswer, usePages } from '../../api/answers';
import { useMay } from '../../app/session';
import { moment } from '../../i18n/formats';
import { CHANNELS } from '../../i18n/ledger.words';
import { filled, useNames, useWords } from '../../i18n/language';
import { Actor, EventTimeline } from '../../parts/event-timeline';
import { Facts } from '../../parts/facts';
import { Money } from '../../parts/money';
import { SideSheet } from '../../parts/side-sheet';
import { Loaded } from '../../parts/states';
import type { CaseDetails } from './answers';
import { Decide } from './decide';
import { Differences } from './differences';
import { RULE_NAMES, STATUS_NAMES } from './names.words';
import { Sides } from './sides';
import { RECONCILIATION } from './words';

/** One case: its two sides beside each other, what differs, and what may be decided. */
export function CaseDrawer({ id, onClose }: { readonly id: string; readonly onClose: () => void }): ReactElement {
  const t = useWords(RECONCILIATION);
  const channelName = useNames(CHANNELS);
  const found = useAnswer('/v1/match-cases/{id}', { path: { id } });
  const data = found.data?.data;
  return (
    <SideSheet
      title={data ? `${t.case} · ${channelName(data.channel)} · ${data.day}` : t.case}
      source={{ id, value: data }}
      onClose={onClose}
    >
      <Loaded of={found} rows={8}>
        {({ data: details }) => <Parts details={details} />}
      </Loaded>
    </SideSheet>
  );
}

function Parts({ details }: { readonly details: CaseDetails }): ReactElement {
  const t = useWords(RECONCILIATION);
  const may = useMay();
  const { caseId, decided } = details;
  const events = usePages('/v1/match-cases/{id}/events', { path: { id: caseId } });
  return (
    <div className="recon-case">
      <div className="recon-do">
        <Decide details={details} />
        {may('instruct') && details.status === 'difference' && (
          <Link to={`/corrections?case=${caseId}`} className="recon-correct">
            {t.correct}
          </Link>
        )}
        <Link to={`/balances?explain=match:${caseId}`}>{t.seeMoney}</Link>
      </div>
      <Standing details={details} />
      <Differences differences={details.differences} />
      <Sides items={details.items} />
      <Contradictions details={details} />
      {decided && (
        <div>
          <h2>{t.decided}</h2>
          <p>{decided.reason}</p>
          <small className="quiet">
            <Actor actor={decided.by} /> · <span className="figure">{moment(decided.at)}</span>
          </small>{' '}
          {decided.correctionId !== undefined && <Link to={`/corrections?id=${decided.correctionId}`}>{t.seeCorrection}</Link>}
        </div>
      )}
      <EventTimeline pages={events} />
    </div>
  );
}

function Standing({ details }: { readonly details: CaseDetails }): ReactElement {
  const t = useWords(RECONCILIATION);
  const statusName = useNames(STATUS_NAMES);
  const ruleName = useNames(RULE_NAMES);
  const { status, rule, difference, worth, account, day } = details;
  return (
    <Facts
      facts={[
        { name: t.status, value: statusName(status) },
        { name: t.difference, value: difference === 0 ? t.even : <Money fen={difference} as="signed" /> },
        { name: t.worth, value: <Money fen={worth} /> },
        { name: t.rule, value: rule && ruleName(rule) },
        { name: t.account, value: <span className="figure">{account}</span> },
        { name: t.day, value: <span className="figure">{day}</span> },
      ]}
    />
  );
}

function Contradictions({ details: { contradictions } }: { readonly details: CaseDetails }): ReactElement | null {
  const t = useWords(RECONCILIATION);
  const ruleName = useNames(RULE_NAMES);
  if (contradictions.length === 0) return null;
  return (
    <div>
      <h2>{t.contradictions}</h2>
      <ul className="recon-plain">
        {contradictions.map(({ rule, item, other }) => (
          <li key={`${rule} ${item} ${other}`}>
            {filled(t.contradiction, { rule: ruleName(rule) })}{' '}
            <small className="figure quiet">
              {item} · {other}
            </small>
          </li>
        ))}
      </ul>
    </div>
  );
}
