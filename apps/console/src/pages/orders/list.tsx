import { useMemo, type ReactElement } from 'react';
import { WarningOutlined } from '@ant-design/icons';
import { useNavigate } from 'react-router';
import { usePages } from '../../api/answers';
import { useSession } from '../../app/session';
import { COMMON } from '../../i18n/common.words';
import { EXCEPTION_NAMES } from '../../i18n/exception.words';
import { moment } from '../../i18n/formats';
import { CHANNELS, KINDS, METHODS } from '../../i18n/ledger.words';
import { useNames, useWords } from '../../i18n/language';
import { EndlessTable, type Column } from '../../parts/endless-table';
import { Money } from '../../parts/money';
import { PageHead, Panel } from '../../parts/page';
import { SavedViews } from '../../parts/saved-views';
import { queryOf, useFilters } from './asked';
import { Filters } from './filters';
import { addressOf, shortOf, type Transaction } from './kinds';
import { Status } from './status';
import { ORDERS } from './words';

const PAGE_ROWS = 100;

/** All transactions, of whatever kind, in one list. */
export function List(): ReactElement {
  const t = useWords(ORDERS);
  const asked = useFilters();
  const pages = usePages('/v1/transactions', { query: { ...queryOf(asked), limit: PAGE_ROWS } });
  const columns = useColumns();
  const go = useNavigate();
  return (
    <>
      <PageHead>
        <SavedViews />
      </PageHead>
      <Filters asked={asked} />
      <Panel title={t.list} isFlush>
        <EndlessTable
          label={t.list}
          pages={pages}
          columns={columns}
          rowKey={({ stream }) => stream}
          onOpen={({ kind, id }) => void go(addressOf(kind, id))}
        />
      </Panel>
    </>
  );
}

/** Name of a store by its id. */
export function useStoreName(): (id: string) => string {
  const { noStore } = useWords(COMMON);
  const { merchants } = useSession();
  const names = new Map(merchants.flatMap(({ stores }) => stores.map(({ id, name }) => [id, name] as const)));
  return (id) => (id === '-' ? noStore : (names.get(id) ?? id));
}

function useColumns(): readonly Column<Transaction>[] {
  const t = useWords(ORDERS);
  const kindName = useNames(KINDS);
  const channelName = useNames(CHANNELS);
  const methodName = useNames(METHODS);
  const storeName = useStoreName();
  return useMemo(
    () => [
      { key: 'at', title: t.time, width: '156px', cell: ({ at }) => <At at={at} /> },
      {
        key: 'kind',
        title: t.kind,
        width: 'minmax(160px, 1fr)',
        cell: ({ kind, channel, collectedAtPos }) => {
          const more = kind === 'payment' ? channelName(channel) : collectedAtPos > 0 ? t.atPos : '';
          return more === '' ? kindName(kind) : `${kindName(kind)} · ${more}`;
        },
      },
      { key: 'id', title: t.number, width: 'minmax(150px, 1.4fr)', cell: ({ kind, id }) => <Id kind={kind} id={id} /> },
      { key: 'store', title: t.store, width: '88px', cell: ({ store }) => storeName(store) },
      { key: 'method', title: t.method, width: '92px', cell: ({ method }) => methodName(method) },
      { key: 'status', title: t.status, width: '116px', cell: (row) => <Standing {...row} /> },
      { key: 'amount', title: t.amount, width: '104px', isRight: true, cell: ({ amount }) => <Money fen={amount} /> },
      {
        key: 'refunded',
        title: t.refunded,
        width: '96px',
        isRight: true,
        cell: ({ refunded }) => refunded !== 0 && <Money fen={-refunded} />,
      },
    ],
    // The names follow from the words.
    [t],
  );
}

const At = ({ at }: { readonly at: string | null }): ReactElement | null =>
  at === null ? null : <span className="figure">{moment(at)}</span>;

const Id = ({ kind, id }: Pick<Transaction, 'kind' | 'id'>): ReactElement => (
  <span className="figure orders-number" title={id}>
    {shortOf(kind, id)}
  </span>
);

const Standing = ({ status, exceptions }: Pick<Transaction, 'status' | 'exceptions'>): ReactElement => (
  <>
    <Status status={status} /> <ExceptionMark codes={exceptions} />
  </>
);

function ExceptionMark({ codes }: { readonly codes: readonly string[] }): ReactElement | null {
  const nameOf = useNames(EXCEPTION_NAMES);
  if (codes.length === 0) return null;
  const says = codes.map(nameOf).join(', ');
  return (
    <span className="money-loss" title={says}>
      <WarningOutlined role="img" aria-label={says} /> <span className="figure">{codes.length}</span>
    </span>
  );
}
