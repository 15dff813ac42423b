import type { Position } from '#event-log';
import type { Instant } from '#kernel';
import {
  STREAM_COLUMNS,
  Table,
  column,
  lastOfStreams,
  nullable,
  streamColumns,
  write,
  type LastOfStream,
  type Projection,
} from '#projections';
import type { StoredEvent } from '#event-log';
import { CORRECTION_EVENTS } from '../corrections.feature.js';
import type { CorrectionEvent, CorrectionId, CorrectionStanding } from '../domain/correction.messages.js';

type Last = LastOfStream<CorrectionStanding>;

const table = new Table<Last>({
  name: 'corrections',
  columns: {
    correction_id: column('text', ({ standing }) => standing.correctionId),
    kind: column('text', ({ standing }) => standing.kind),
    merchant: column('text', ({ standing }) => standing.merchant),
    status: column('text', ({ standing }) => standing.status),
    amount: column('bigint', ({ standing }) => standing.amount),
    proposed_by: column('text', ({ standing }) => standing.by),
    proposed_at: column('timestamptz', ({ standing }) => standing.at),
    expires_at: column('timestamptz', ({ standing }) => standing.expiresAt),
    case_id: nullable('text', ({ standing }) => standing.ends?.caseId ?? null),
    standing: column('json', ({ standing }) => standing),
    ...streamColumns<CorrectionStanding>(),
  },
  key: ['correction_id'],
  indexes: ['(opened_position)', `(opened_position) where status = 'proposed'`, '(merchant, opened_position)', '(case_id)'],
});

/** What was done about a correction, step by step. */
interface Step {
  readonly correctionId: CorrectionId;
  readonly position: Position;
  readonly type: CorrectionEvent['type'];
  readonly proposal: number;
  readonly by: string;
  readonly at: Instant;
  readonly reason: string | null;
}

const steps = new Table<Step>({
  name: 'correction_steps',
  columns: {
    correction_id: column('text', ({ correctionId }) => correctionId),
    position: column('text', ({ position }) => position),
    type: column('text', ({ type }) => type),
    proposal: column('integer', ({ proposal }) => proposal),
    done_by: column('text', ({ by }) => by),
    done_at: column('timestamptz', ({ at }) => at),
    reason: nullable('text', ({ reason }) => reason),
  },
  key: ['correction_id', 'position'],
  addedOnly: true,
  indexes: ['(done_by, correction_id)'],
});

/** Streams that an applied or proposed correction is about: of an order or payment it is asked whether it was corrected. */
interface Link {
  readonly stream: string;
  readonly correctionId: CorrectionId;
}

const links = new Table<Link>({
  name: 'correction_links',
  columns: {
    stream: column('text', ({ stream }) => stream),
    correction_id: column('text', ({ correctionId }) => correctionId),
  },
  key: ['stream', 'correction_id'],
});

/** Corrections as they stand, what was done about each, and what each is about. */
export const correctionsModel: Projection = {
  name: 'corrections',
  version: 1,
  handles: Object.keys(CORRECTION_EVENTS),
  tables: [table, steps, links],
  apply: (events, tx) => {
    const linked = new Map(events.flatMap(linksOf).map((link) => [`${link.stream} ${link.correctionId}`, link]));
    return write(
      tx,
      table.rows(lastOfStreams<CorrectionStanding>(events)),
      steps.rows(events.map(stepOf)),
      links.rows([...linked.values()]),
    );
  },
};

export const CORRECTION_COLUMNS = `standing, ${STREAM_COLUMNS}`;

const saidBy = ({ type, data }: StoredEvent): CorrectionEvent => ({ type, data }) as CorrectionEvent;

function linksOf(event: StoredEvent): Link[] {
  const { correctionId, corrects, seen, records } = saidBy(event).data.standing;
  const streams = [...corrects, ...seen, ...(records ? [records] : [])].map(({ stream }) => stream);
  return streams.map((stream) => ({ stream, correctionId }));
}

function stepOf(stored: StoredEvent): Step {
  const event = saidBy(stored);
  const { standing } = event.data;
  const { correctionId, proposal, decided } = standing;
  const done = { correctionId, position: stored.position, type: event.type, proposal };
  switch (event.type) {
    case 'CorrectionProposed':
      return { ...done, by: standing.by, at: standing.at, reason: standing.reason };
    case 'CorrectionApproved':
      return { ...done, by: event.data.by, at: event.data.at, reason: null };
    case 'CorrectionRejected':
    case 'CorrectionWithdrawn':
    case 'CorrectionApplied':
      return { ...done, by: decided?.by ?? '', at: decided?.at ?? standing.at, reason: decided?.reason ?? null };
    default:
      return event satisfies never;
  }
}
