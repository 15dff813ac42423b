import type { ReactElement } from 'react';
import { useAnswer, usePages, type Pages } from '../../api/answers';
import { moment } from '../../i18n/formats';
import { filled, useNames, useWords } from '../../i18n/language';
import { Copyable } from '../../parts/copyable';
import { Actor, EventTimeline } from '../../parts/event-timeline';
import { Facts } from '../../parts/facts';
import { Money } from '../../parts/money';
import { SideSheet } from '../../parts/side-sheet';
import { Loaded } from '../../parts/states';
import type { BlastRadius, CorrectionEvent, Details } from './answers';
import { Doings } from './doings';
import { Radius } from './radius';
import { ShownPart } from './shown';
import { CORRECTIONS, KIND_NAMES, STATUS_NAMES } from './words';

/** One correction: all that an approver approves, what it moves, and who did what about it. */
export function Detail({ id, onClose }: { readonly id: string; readonly onClose: () => void }): ReactElement {
  const t = useWords(CORRECTIONS);
  const kindName = useNames(KIND_NAMES);
  const correction = useAnswer('/v1/corrections/{id}', { path: { id } });
  const events = usePages('/v1/corrections/{id}/events', { path: { id } });
  const data = correction.data?.data;
  return (
    <SideSheet title={data ? `${t.list} · ${kindName(data.kind)}` : t.list} source={{ id, value: data }} onClose={onClose}>
      <Loaded of={correction} rows={8}>
        {({ data: details }) => <Parts details={details} events={events} />}
      </Loaded>
    </SideSheet>
  );
}

/** What the last proposal would move, as it was kept with it. */
function radiusIn(events: readonly CorrectionEvent[]): BlastRadius | undefined {
  const proposed = events.findLast(({ type }) => type === 'CorrectionProposed');
  return proposed?.data['radius'] as BlastRadius | undefined;
}

interface PartsProps {
  readonly details: Details;
  readonly events: Pages<CorrectionEvent>;
}

function Parts({ details, events }: PartsProps): ReactElement {
  const t = useWords(CORRECTIONS);
  const radius = radiusIn(events.rows);
  const { decided } = details;
  return (
    <div className="corrections-detail">
      <Doings details={details} />
      <Standing details={details} />
      <ShownPart shown={details} />
      {radius && (
        <div>
          <h2>{t.radius}</h2>
          <p className="quiet">{t.radiusSays}</p>
          <Radius radius={radius} />
        </div>
      )}
      {decided && (
        <div>
          <h2>{t.decided}</h2>
          <p>{decided.reason}</p>
          <small className="quiet">
            <Actor actor={decided.by} /> · <span className="figure">{moment(decided.at)}</span>
          </small>
        </div>
      )}
      <EventTimeline pages={events} />
    </div>
  );
}

function Standing({ details }: { readonly details: Details }): ReactElement {
  const t = useWords(CORRECTIONS);
  const statusName = useNames(STATUS_NAMES);
  const { status, amount, day, by, at, expiresAt, approvals, tier, digest } = details;
  return (
    <Facts
      facts={[
        { name: t.status, value: statusName(status) },
        { name: t.amount, value: <Money fen={amount} /> },
        { name: t.day, value: <span className="figure">{day}</span> },
        { name: t.by, value: <Actor actor={by} /> },
        { name: t.at, value: <span className="figure">{moment(at)}</span> },
        { name: t.expiresAt, value: status === 'proposed' ? <span className="figure">{moment(expiresAt)}</span> : null },
        { name: t.approvals, value: filled(t.approvalsOf, { given: approvals.length, needed: tier.approvals }) },
        {
          name: t.approvedBy,
          value: approvals.length === 0 ? null : approvals.map(({ by: who }) => <div key={who}>{<Actor actor={who} />}</div>),
        },
        { name: t.digest, value: <Copyable text={digest} /> },
      ]}
    />
  );
}
