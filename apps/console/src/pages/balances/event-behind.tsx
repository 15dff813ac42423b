import type { ReactElement, ReactNode } from 'react';
import { CheckCircleOutlined } from '@ant-design/icons';
import { Button, Tag } from 'antd';
import { Link } from 'react-router';
import { moment } from '../../i18n/formats';
import { useNames, useWords } from '../../i18n/language';
import { Copyable } from '../../parts/copyable';
import { useSetUrl } from '../../parts/url-state';
import type { Explanation } from './explanation';
import { useAccountName } from './names';
import { onCredit, onDebit } from './on-side';
import { BALANCES, ENTRY_KINDS } from './words';

type Event = Explanation['events'][number];
type Entry = Event['entries'][number];

const ROLES = {
  entry: 'roleEntry',
  fact: 'roleFact',
  cause: 'roleCause',
  approval: 'roleApproval',
  closing: 'roleClosing',
} as const;
const NOTICES = { kept: 'noticeKept', changed: 'noticeChanged', gone: 'noticeGone', unknown: 'noticeUnknown' } as const;

/** An event with what it booked, where it came from, who did it and who approved it. */
export function EventBehind({ event }: { readonly event: Event }): ReactElement {
  const t = useWords(BALANCES);
  const kindName = useNames(ENTRY_KINDS);
  const kinds = [...new Set(event.entries.map(({ kind }) => kindName(kind)))];
  return (
    <article className="balances-event" aria-label={`${t.position} ${event.position}`}>
      <header>
        <h3>{kinds.length > 0 ? kinds.join(' · ') : event.type}</h3>
        <Tag>{t[ROLES[event.role]]}</Tag>
        {event.sealed ? (
          <span className="balances-ok">
            <CheckCircleOutlined aria-hidden="true" /> {t.sealed}
          </span>
        ) : (
          <Tag>{t.unsealed}</Tag>
        )}
        <span className="quiet figure balances-when">{moment(event.recordedAt)}</span>
      </header>
      {event.entries.length === 0 && <p className="quiet">{t.nothingBooked}</p>}
      {event.entries.map((entry) => (
        <Booked key={entry.entry} entry={entry} />
      ))}
      <Origin event={event} />
    </article>
  );
}

function Booked({ entry: { kind, bookedDay, businessDate, lines } }: { readonly entry: Entry }): ReactElement {
  const t = useWords(BALANCES);
  const kindName = useNames(ENTRY_KINDS);
  const accountName = useAccountName();
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={`${kindName(kind)} ${bookedDay}`}>
      <table className="plain-table balances-entry">
        <thead>
          <tr>
            <th scope="col">
              {kindName(kind)} · <span className="figure">{bookedDay}</span>
              {bookedDay !== businessDate && <span className="figure"> ({businessDate})</span>}
            </th>
            <th scope="col" className="is-right">
              {t.debitAmount}
            </th>
            <th scope="col" className="is-right">
              {t.creditAmount}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ account, amount, touches }, index) => (
            <tr key={`${account}-${String(index)}`} className={touches ? 'is-touching' : ''}>
              <td title={account}>{accountName(account)}</td>
              <td className="is-right">{onDebit(amount)}</td>
              <td className="is-right">{onCredit(amount)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Fact({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactElement {
  return (
    <>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </>
  );
}

/** Where an event stands, which command and notice it came from, and who was it. */
function Origin({ event }: { readonly event: Event }): ReactElement {
  const t = useWords(BALANCES);
  const setUrl = useSetUrl();
  const { position, stream, revision, type, actor, commandId, correlationId, notice, noticeState, cause } = event;
  const before = cause?.position ?? null;
  return (
    <dl className="balances-origin">
      <Fact title={t.position}>
        <Copyable text={position} /> <Link to={`/audit?position=${position}`}>{t.verify}</Link>
      </Fact>
      <Fact title={t.event}>{type}</Fact>
      <Fact title={t.stream}>
        {stream} <span className="quiet">#{revision}</span>
      </Fact>
      <Fact title={t.actor}>{actor}</Fact>
      <Fact title={t.command}>{commandId}</Fact>
      <Fact title={t.correlation}>{correlationId}</Fact>
      {notice && (
        <Fact title={t.notice}>
          {notice.id} <span className="quiet">{noticeState !== null && t[NOTICES[noticeState]]}</span>
          <br />
          <span className="quiet">
            {t.digest} SHA-256 {notice.digest}
          </span>
          <br />
          <Button type="link" size="small" onClick={() => setUrl({ explain: `notice:${notice.digest}` })}>
            {t.ofNotice}
          </Button>
        </Fact>
      )}
      {cause && (
        <Fact title={t.cause}>
          {before === null ? (
            cause.id
          ) : (
            <Button type="link" size="small" onClick={() => setUrl({ explain: `event:${before}` })}>
              {before}
            </Button>
          )}
        </Fact>
      )}
      {event.approval && <Approved approval={event.approval} />}
    </dl>
  );
}

function Approved({ approval }: { readonly approval: NonNullable<Event['approval']> }): ReactElement {
  const t = useWords(BALANCES);
  const { id, digest, proposedBy, proposedAt, reason, approvedBy } = approval;
  return (
    <>
      <Fact title={t.approval}>
        {id}
        <br />
        <span className="quiet">
          {t.digest} SHA-256 {digest}
        </span>
      </Fact>
      <Fact title={t.proposedBy}>
        {proposedBy} <span className="quiet">{proposedAt !== null && moment(proposedAt)}</span>
      </Fact>
      {reason !== null && <Fact title={t.reason}>{reason}</Fact>}
      <Fact title={t.approvedBy}>
        {approvedBy.map(({ by, at }) => (
          <div key={`${by} ${at}`}>
            {by} <span className="quiet">{moment(at)}</span>
          </div>
        ))}
      </Fact>
    </>
  );
}
