import type { ReactElement } from 'react';
import { Button } from 'antd';
import type { Pages } from '../api/answers';
import type { RowOf } from '../api/client';
import { useMay } from '../app/session';
import { COMMON } from '../i18n/common.words';
import { ACTOR_NAMES } from '../i18n/entry.words';
import { EVENT_NAMES } from '../i18n/event.words';
import { moment } from '../i18n/formats';
import { useNames, useWords } from '../i18n/language';
import { TIMELINE } from '../i18n/timeline.words';
import { Entries, entriesIn } from './entries';
import { Money } from './money';
import { NoticeButton } from './notice-button';
import { Panel } from './page';
import { Empty, Failed, Loading } from './states';
import './event-timeline.css';

type LedgerEvent = RowOf<'/v1/orders/{id}/events'>;

interface EventTimelineProps {
  readonly pages: Pages<LedgerEvent>;
}

/** Where an event stands on its page, for links to it. */
export const anchorOf = (position: string): string => `event-${position}`;

/** Every event of a stream, the oldest first: when, by whom, on what evidence, and what it booked. */
export function EventTimeline({ pages }: EventTimelineProps): ReactElement {
  const t = useWords(TIMELINE);
  return (
    <Panel title={t.title}>
      <Events pages={pages} />
    </Panel>
  );
}

function Events({ pages }: EventTimelineProps): ReactElement {
  const t = useWords(TIMELINE);
  const common = useWords(COMMON);
  if (pages.error !== null && pages.rows.length === 0) return <Failed error={pages.error} retry={pages.reload} />;
  if (pages.isLoading) return <Loading rows={8} />;
  if (pages.rows.length === 0) return <Empty hint={t.empty} />;
  return (
    <>
      <ol className="timeline">
        {pages.rows.map((event) => (
          <Happened key={event.position} event={event} />
        ))}
      </ol>
      {pages.hasMore && (
        <Button loading={pages.isLoadingMore} onClick={pages.loadMore}>
          {common.more}
        </Button>
      )}
    </>
  );
}

interface Told {
  /** When it happened outside; of a decision, when it was made. */
  readonly at: string | undefined;
  readonly amount: number | undefined;
  /** What a person wrote. */
  readonly text: string | undefined;
}

/** What every feature tells of its facts and decisions under the same names. */
function toldIn({ data }: LedgerEvent): Told {
  const fact = (data['fact'] ?? data) as Readonly<Record<string, unknown>>;
  const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
  const amount = fact['amount'];
  return {
    at: text(fact['occurredAt']) ?? text(fact['at']),
    amount: typeof amount === 'number' ? amount : undefined,
    text: text(fact['text']) ?? text(fact['reason']),
  };
}

function Happened({ event }: { readonly event: LedgerEvent }): ReactElement {
  const t = useWords(TIMELINE);
  const nameOf = useNames(EVENT_NAMES);
  const { at, amount, text } = toldIn(event);
  const entries = entriesIn(event.data);
  return (
    <li id={anchorOf(event.position)}>
      <div className="timeline-head">
        <h3>{nameOf(event.type)}</h3>
        {amount !== undefined && <Money fen={amount} />}
        <time className="figure quiet">{moment(at ?? event.recordedAt)}</time>
      </div>
      {text !== undefined && <p className="timeline-text">{text}</p>}
      <Provenance event={event} />
      {entries.length === 0 ? <p className="timeline-none quiet">{t.bookedNothing}</p> : <Entries entries={entries} />}
    </li>
  );
}

function Provenance({ event: { metadata, position, recordedAt } }: { readonly event: LedgerEvent }): ReactElement {
  const t = useWords(TIMELINE);
  const may = useMay();
  return (
    <dl className="timeline-from">
      <div>
        <dt>{t.who}</dt>
        <dd>
          <Actor actor={metadata.actor} />
        </dd>
      </div>
      <div>
        <dt>{t.recorded}</dt>
        <dd className="figure">
          {moment(recordedAt)} · {t.position} {position.replace(/^0+/, '')}
        </dd>
      </div>
      <div>
        <dt>{t.evidence}</dt>
        <dd>
          {metadata.notice === undefined ? t.ownDecision : <span className="figure">{metadata.notice.id}</span>}
          {metadata.notice !== undefined && may('notices') && <NoticeButton id={metadata.notice.id} />}
        </dd>
      </div>
    </dl>
  );
}

/** `terminal:<merchant no>/<terminal no>` and its like, in words. */
export function Actor({ actor }: { readonly actor: string }): ReactElement {
  const nameOf = useNames(ACTOR_NAMES);
  const at = actor.indexOf(':');
  if (at < 0) return <span className="figure">{actor}</span>;
  return (
    <>
      {nameOf(actor.slice(0, at))} <span className="figure">{actor.slice(at + 1)}</span>
    </>
  );
}
