import { useMemo, type ReactElement } from 'react';
import { Checkbox, Segmented, Select } from 'antd';
import { usePages } from '../../api/answers';
import type { QueryOf, RowOf } from '../../api/client';
import { useSession } from '../../app/session';
import { COMMON } from '../../i18n/common.words';
import { moment } from '../../i18n/formats';
import { filled, useNames, useWords } from '../../i18n/language';
import { EndlessTable, type Column } from '../../parts/endless-table';
import { Actor } from '../../parts/event-timeline';
import { Money } from '../../parts/money';
import { Panel } from '../../parts/page';
import { useSetUrl, useUrlState } from '../../parts/url-state';
import { CORRECTIONS, KIND_NAMES, STATUS_NAMES } from './words';

type Correction = RowOf<'/v1/corrections'>;

const STATUS_CODES = ['proposed', 'applied', 'rejected', 'withdrawn', 'expired'] as const;
const KIND_CODES = ['reverse', 're-attribute', 'adjust', 'write-off', 'record'] as const;

/** As the address has them; empty: not asked for. */
interface Asked {
  readonly merchant: string;
  readonly status: string;
  readonly kind: string;
  /** Who proposed it. */
  readonly proposer: string;
}

function useAsked(): Asked {
  const { actor, merchants } = useSession();
  return {
    merchant: useUrlState('merchant', '', (text) => merchants.some(({ id }) => id === text))[0],
    status: useUrlState('status', '', (text) => STATUS_CODES.some((code) => code === text))[0],
    kind: useUrlState('kind', '', (text) => KIND_CODES.some((code) => code === text))[0],
    proposer: useUrlState('proposer', '', (text) => text === actor)[0],
  };
}

const queryOf = (asked: Asked): QueryOf<'/v1/corrections'> =>
  Object.fromEntries(Object.entries(asked).filter(([, text]) => text !== ''));

/** What waits for a decision first, then what was proposed last. */
export function List({ onOpen }: { readonly onOpen: (id: string) => void }): ReactElement {
  const t = useWords(CORRECTIONS);
  const asked = useAsked();
  const kindName = useNames(KIND_NAMES);
  const statusName = useNames(STATUS_NAMES);
  const pages = usePages('/v1/corrections', { query: queryOf(asked) });
  const columns = useMemo(
    (): readonly Column<Correction>[] => [
      { key: 'status', title: t.status, width: '124px', cell: ({ status }) => statusName(status) },
      { key: 'kind', title: t.kind, width: '108px', cell: ({ kind }) => kindName(kind) },
      { key: 'amount', title: t.amount, width: '112px', isRight: true, cell: ({ amount }) => <Money fen={amount} /> },
      {
        key: 'reason',
        title: t.reason,
        width: 'minmax(130px, 1fr)',
        cell: ({ reason }) => (
          <span className="corrections-reason" title={reason}>
            {reason}
          </span>
        ),
      },
      {
        key: 'approvals',
        title: t.approvals,
        width: '136px',
        cell: ({ approvals, tier }) => filled(t.approvalsOf, { given: approvals.length, needed: tier.approvals }),
      },
      { key: 'at', title: t.at, width: '168px', cell: ({ at }) => <span className="figure">{moment(at)}</span> },
      { key: 'by', title: t.by, width: '200px', cell: ({ by }) => <Actor actor={by} /> },
    ],
    // The names follow from the words.
    [t],
  );
  return (
    <Panel title={t.list} tools={<Filters asked={asked} />} isFlush className="corrections-list">
      <EndlessTable
        label={t.list}
        pages={pages}
        columns={columns}
        rowKey={({ correctionId }) => correctionId}
        onOpen={({ correctionId }) => onOpen(correctionId)}
      />
    </Panel>
  );
}

function Filters({ asked }: { readonly asked: Asked }): ReactElement {
  const t = useWords(CORRECTIONS);
  const common = useWords(COMMON);
  const setUrl = useSetUrl();
  const { actor, merchants } = useSession();
  const kindName = useNames(KIND_NAMES);
  const statusName = useNames(STATUS_NAMES);
  return (
    <div className="corrections-filters" role="search" aria-label={t.list}>
      <div className="scroll-x">
        <Segmented
          aria-label={t.status}
          value={asked.status}
          options={[{ value: '', label: t.all }, ...STATUS_CODES.map((value) => ({ value, label: statusName(value) }))]}
          onChange={(status) => setUrl({ status })}
        />
      </div>
      <Select
        aria-label={t.kind}
        value={asked.kind}
        popupMatchSelectWidth={false}
        options={[{ value: '', label: t.allKinds }, ...KIND_CODES.map((value) => ({ value, label: kindName(value) }))]}
        onChange={(kind) => setUrl({ kind })}
      />
      {merchants.length > 1 && (
        <Select
          aria-label={common.merchant}
          value={asked.merchant}
          popupMatchSelectWidth={false}
          options={[
            { value: '', label: `${common.merchant}: ${common.all}` },
            ...merchants.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={(merchant) => setUrl({ merchant })}
        />
      )}
      <Checkbox checked={asked.proposer !== ''} onChange={({ target }) => setUrl({ proposer: target.checked ? actor : '' })}>
        {t.onlyMine}
      </Checkbox>
    </div>
  );
}
