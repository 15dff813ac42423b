import { PARK_REASONS, type FullNotice, type KeptNotice, type NoticeStatus, type Taken } from '#channels';
import { BOOLEAN, MOMENT, STRING, orNull, record, word } from '../http/schemas.js';

export const NOTICE_STATUSES = ['applied', 'ignored', 'parked', 'open'] as const satisfies readonly NoticeStatus[];

/** A notice as the API shows it. `open`: nothing became of it yet. */
export interface NoticeView {
  readonly id: string;
  readonly channel: string;
  readonly source: string;
  readonly actor: string;
  readonly receivedAt: string;
  readonly digest: string;
  readonly status: NoticeStatus;
  readonly reason: string | null;
  /** The reason in a sentence. */
  readonly says: string | null;
  readonly detail: string | null;
  readonly settledAt: string | null;
}

export interface FullNoticeView extends NoticeView {
  readonly externalId: string | null;
  readonly sanitised: boolean;
  /** The message as it came, without card data. */
  readonly raw: string;
  readonly signature: string | null;
  /** What the signature covers. */
  readonly signedBody: string | null;
}

export interface ReplayView {
  readonly status: Taken['status'];
  readonly reason: string | null;
  readonly detail: string | null;
  readonly position: string | null;
}

const NOTICE_FIELDS = {
  id: STRING,
  channel: STRING,
  source: STRING,
  actor: STRING,
  receivedAt: MOMENT,
  digest: { type: 'string', description: 'SHA-256 of raw, hex' },
  status: word(NOTICE_STATUSES),
  reason: orNull(STRING),
  says: orNull(STRING),
  detail: orNull(STRING),
  settledAt: orNull(MOMENT),
};

export const NOTICE = record<NoticeView>(NOTICE_FIELDS);
export const FULL_NOTICE = record<FullNoticeView>({
  ...NOTICE_FIELDS,
  externalId: orNull(STRING),
  sanitised: BOOLEAN,
  raw: STRING,
  signature: orNull(STRING),
  signedBody: orNull(STRING),
});
export const REPLAY = record<ReplayView>({
  status: word(['applied', 'duplicate', 'ignored', 'parked']),
  reason: orNull(STRING),
  detail: orNull(STRING),
  position: orNull(STRING),
});

export function viewOf({ id, channel, source, actor, receivedAt, digest, settled }: KeptNotice): NoticeView {
  const reason = settled && settled.outcome !== 'applied' ? settled.reason : null;
  const detail = settled && settled.outcome !== 'applied' ? (settled.detail ?? null) : null;
  const says = (reason === null ? undefined : (PARK_REASONS as Readonly<Record<string, string>>)[reason]) ?? null;
  const status = settled?.outcome ?? 'open';
  return { id, channel, source, actor, receivedAt, digest, status, reason, says, detail, settledAt: settled?.at ?? null };
}

export const fullViewOf = (notice: FullNotice): FullNoticeView => ({
  ...viewOf(notice),
  externalId: notice.externalId,
  sanitised: notice.sanitised,
  raw: notice.raw.toString(),
  signature: notice.evidence?.signature ?? null,
  signedBody: notice.evidence?.body.toString() ?? null,
});

export function replayViewOf(taken: Taken): ReplayView {
  const told =
    'reason' in taken ? { reason: taken.reason, detail: taken.status === 'parked' ? (taken.detail ?? null) : null } : {};
  const position = 'outcomes' in taken ? (taken.outcomes.at(-1)?.position ?? null) : null;
  return { status: taken.status, reason: null, detail: null, ...told, position };
}
