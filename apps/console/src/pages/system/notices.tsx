import type { ReactElement } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Segmented } from 'antd';
import { usePages } from '../../api/answers';
import type { RowOf } from '../../api/client';
import { useCommand } from '../../api/commands';
import { useMay } from '../../app/session';
import { moment } from '../../i18n/formats';
import { NOTICE_CHANNELS } from '../../i18n/ledger.words';
import { filled, useNames, useWords } from '../../i18n/language';
import { EndlessTable, type Column } from '../../parts/endless-table';
import { NoticeButton } from '../../parts/notice-button';
import { Panel } from '../../parts/page';
import { Empty, useProblem } from '../../parts/states';
import { useUrlState } from '../../parts/url-state';
import { NOTICE_STATES, PARKED_BECAUSE, SYSTEM } from './words';

type Notice = RowOf<'/v1/notices'>;
type Status = Notice['status'];

const STATUSES = ['parked', 'open', 'ignored', 'applied'] as const satisfies readonly Status[];
const LIMIT = 100;

/** What the outside sent, by what became of it: first what waits for a person. */
export function Notices(): ReactElement {
  const t = useWords(SYSTEM);
  const stateName = useNames(NOTICE_STATES);
  const [status, setStatus] = useUrlState('notices', 'parked', (text) => STATUSES.some((one) => one === text));
  const pages = usePages('/v1/notices', { query: { status: status as Status, limit: LIMIT } });
  const columns = useColumns();
  const isNone = !pages.isLoading && pages.error === null && pages.rows.length === 0;
  const tools = (
    <Segmented
      size="small"
      aria-label={t.status}
      value={status}
      onChange={setStatus}
      options={STATUSES.map((value) => ({ value, label: stateName(value) }))}
    />
  );
  return (
    <Panel title={t.notices} tools={tools} isFlush>
      <p className="quiet system-hint">{t.noticesHint}</p>
      {isNone ? (
        <Empty hint={t.noNotices} />
      ) : (
        <EndlessTable label={t.notices} pages={pages} columns={columns} rowKey={({ id }) => id} height="44vh" />
      )}
    </Panel>
  );
}

function useColumns(): readonly Column<Notice>[] {
  const t = useWords(SYSTEM);
  const channelName = useNames(NOTICE_CHANNELS);
  const because = useNames(PARKED_BECAUSE);
  return [
    {
      key: 'at',
      title: t.receivedAt,
      width: '165px',
      cell: ({ receivedAt }) => <span className="figure">{moment(receivedAt)}</span>,
    },
    {
      key: 'from',
      title: t.channel,
      width: '180px',
      cell: ({ channel, source }) => (
        <span title={source}>
          {channelName(channel)} <small className="quiet">{source}</small>
        </span>
      ),
    },
    {
      key: 'reason',
      title: t.reason,
      width: '290px',
      cell: ({ reason, says }) => <span title={reason ?? ''}>{says === null ? reason : because(says)}</span>,
    },
    {
      key: 'detail',
      title: t.detail,
      width: '140px',
      cell: ({ detail }) => <span title={detail ?? ''}>{detail}</span>,
    },
    {
      key: 'do',
      title: t.doings,
      width: '215px',
      cell: ({ id, status }) => (
        <>
          <NoticeButton id={id} />
          {status === 'parked' && <Replay id={id} />}
        </>
      ),
    },
  ];
}

function Replay({ id }: { readonly id: string }): ReactElement | null {
  const t = useWords(SYSTEM);
  const may = useMay();
  const problem = useProblem();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const replay = useCommand('/v1/notices/{id}/replay', { shows: [] });
  if (!may('replay')) return null;
  const send = (): void =>
    replay.mutate(
      { path: { id }, body: undefined },
      {
        onSuccess: ({ status, reason }) => {
          void (status === 'parked'
            ? message.warning(filled(t.stillParked, { reason: reason ?? '' }))
            : message.success(t.replayed));
          void queries.invalidateQueries({ queryKey: ['/v1/notices'] });
        },
        onError: (error) => void message.error(problem(error)),
      },
    );
  return (
    <Button size="small" loading={replay.isPending} aria-label={filled(t.replayOf, { id })} onClick={send}>
      {t.replay}
    </Button>
  );
}
