import type { ReactElement } from 'react';
import { useAnswer, usePages } from '../../api/answers';
import { EXCEPTION_NAMES } from '../../i18n/exception.words';
import { GUIDES } from '../../i18n/guide.words';
import { moment } from '../../i18n/formats';
import { useNames, useWords } from '../../i18n/language';
import { Actor, EventTimeline } from '../../parts/event-timeline';
import { Facts } from '../../parts/facts';
import { Money } from '../../parts/money';
import { SideSheet } from '../../parts/side-sheet';
import { Loaded } from '../../parts/states';
import type { Details } from './details';
import { Doings } from './doings';
import { Mend } from './mend';
import { Severity } from './severity';
import { Subject } from './subject';
import { EXCEPTIONS } from './words';

/** One exception: what happened, what mends it, what was said of it, and what may be done. */
export function Detail({ id, onClose }: { readonly id: string; readonly onClose: () => void }): ReactElement {
  const t = useWords(EXCEPTIONS);
  const nameOf = useNames(EXCEPTION_NAMES);
  const exception = useAnswer('/v1/exceptions/{id}', { path: { id } });
  const data = exception.data?.data;
  return (
    <SideSheet title={data ? nameOf(data.code) : t.what} source={{ id, value: data }} onClose={onClose}>
      <Loaded of={exception} rows={8}>
        {({ data: details }) => <Parts details={details} />}
      </Loaded>
    </SideSheet>
  );
}

function Parts({ details }: { readonly details: Details }): ReactElement {
  const t = useWords(EXCEPTIONS);
  const saidOf = useNames(GUIDES);
  const { resolved } = details;
  return (
    <div className="exceptions-detail">
      <Doings details={details} />
      <div>
        <h2>{t.happened}</h2>
        <p>{saidOf(details.happened)}</p>
      </div>
      <Standing details={details} />
      <Subject details={details} />
      <Mend details={details} />
      {resolved && (
        <div>
          <h2>{t.resolution}</h2>
          <p>{resolved.reason}</p>
          <small className="quiet">
            <Actor actor={resolved.by} /> · <span className="figure">{moment(resolved.at)}</span>
          </small>
        </div>
      )}
      <Remarks remarks={details.remarks} />
      {details.revision >= 0 && <History id={details.exceptionId} />}
    </div>
  );
}

function Standing({ details }: { readonly details: Details }): ReactElement {
  const t = useWords(EXCEPTIONS);
  const { severity, state, worth, since, occurredAt, stands, occurrence, assignee } = details;
  return (
    <Facts
      facts={[
        { name: t.severity, value: <Severity severity={severity} isWord /> },
        { name: t.state, value: t[state] },
        { name: t.worth, value: <Money fen={worth} /> },
        { name: t.assignee, value: assignee === null ? null : <Actor actor={assignee} /> },
        { name: t.since, value: <span className="figure">{moment(since)}</span> },
        { name: t.occurredAt, value: <span className="figure">{moment(occurredAt)}</span> },
        { name: t.standing, value: stands ? t.stands : t.gone },
        { name: t.occurrence, value: <span className="figure">{occurrence}</span> },
      ]}
    />
  );
}

function Remarks({ remarks }: { readonly remarks: Details['remarks'] }): ReactElement {
  const t = useWords(EXCEPTIONS);
  return (
    <div>
      <h2>{t.remarks}</h2>
      {remarks.length === 0 && <p className="quiet">{t.noRemarks}</p>}
      <ul className="exceptions-remarks">
        {remarks.map(({ position, by, at, text }) => (
          <li key={position}>
            <p>{text}</p>
            <small className="quiet">
              <Actor actor={by} /> · <span className="figure">{moment(at)}</span>
            </small>
          </li>
        ))}
      </ul>
    </div>
  );
}

function History({ id }: { readonly id: string }): ReactElement {
  const events = usePages('/v1/exceptions/{id}/events', { path: { id } });
  return <EventTimeline pages={events} />;
}
