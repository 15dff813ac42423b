import type { ReactElement } from 'react';
import { usePages } from '../../api/answers';
import type { RowOf } from '../../api/client';
import { CHANNELS } from '../../i18n/ledger.words';
import { ENTRY_KINDS } from '../../i18n/entry.words';
import { EVENT_NAMES } from '../../i18n/event.words';
import { moment } from '../../i18n/formats';
import { useNames, useWords } from '../../i18n/language';
import { EndlessTable, type Column } from '../../parts/endless-table';
import { Money } from '../../parts/money';
import { Panel } from '../../parts/page';
import type { Scope } from './asked';
import { REPORTS } from './words';

type Row = RowOf<'/v1/reports/late-facts'>;

/** Entries that were booked on a later day than their own, because that was closed. */
export function LateFacts({ scope: { merchant, from, to } }: { readonly scope: Scope }): ReactElement {
  const t = useWords(REPORTS);
  const eventName = useNames(EVENT_NAMES);
  const kindName = useNames(ENTRY_KINDS);
  const channelName = useNames(CHANNELS);
  const pages = usePages('/v1/reports/late-facts', { query: { merchant, from, to } });
  const columns: Column<Row>[] = [
    {
      key: 'bookedDay',
      title: t.bookedDay,
      width: '120px',
      cell: ({ bookedDay }) => <span className="figure">{bookedDay}</span>,
    },
    { key: 'trueDate', title: t.trueDate, width: '120px', cell: ({ trueDate }) => <span className="figure">{trueDate}</span> },
    { key: 'channel', title: t.channel, width: '150px', cell: ({ channel }) => channelName(channel) },
    {
      key: 'type',
      title: t.type,
      width: '180px',
      cell: ({ type, stream }) => <span title={stream}>{eventName(type)}</span>,
    },
    { key: 'entry', title: t.entry, width: '160px', cell: ({ kind }) => kindName(kind) },
    { key: 'amount', title: t.amount, width: '140px', isRight: true, cell: ({ lines }) => <Money fen={debitOf(lines)} /> },
    {
      key: 'recordedAt',
      title: t.recordedAt,
      width: '180px',
      cell: (row) => <span className="figure">{moment(row.recordedAt)}</span>,
    },
  ];
  return (
    <Panel title={t.late} isFlush>
      <EndlessTable
        label={t.late}
        pages={pages}
        columns={columns}
        rowKey={({ position, entry }) => `${position} ${String(entry)}`}
      />
    </Panel>
  );
}

const debitOf = (lines: Row['lines']): number => lines.reduce((sum, { amount }) => sum + Math.max(amount, 0), 0);
