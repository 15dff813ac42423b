import { useMemo, type ReactElement } from 'react';
import { Button, Select } from 'antd';
import { usePages } from '../../api/answers';
import { COMMON } from '../../i18n/common.words';
import { CHANNELS } from '../../i18n/ledger.words';
import { useNames, useWords } from '../../i18n/language';
import { EndlessTable, type Column } from '../../parts/endless-table';
import { Money } from '../../parts/money';
import { Panel } from '../../parts/page';
import { useChosen } from '../../parts/chosen';
import { useMay } from '../../app/session';
import type { Case } from './answers';
import { Bulk } from './bulk';
import type { Span } from '../../parts/span';
import { useSetUrl } from '../../parts/url-state';
import { ACTION_NAMES, CAUSE_NAMES, CLASS_NAMES, STATUS_NAMES } from './names.words';
import { CLASS_CODES, STATUS_CODES, queryOf, useAsked, type Asked } from './scope';
import { RECONCILIATION } from './words';

/** Enough of an id to tell two of one day apart. */
const ID_SHOWN = 8;

/** Case by case, the newest first: what differs, why, and what would mend it. */
export function Cases({ merchant, span }: { readonly merchant: string; readonly span: Span }): ReactElement {
  const t = useWords(RECONCILIATION);
  const asked = useAsked();
  const setUrl = useSetUrl();
  const pages = usePages('/v1/match-cases', { query: queryOf(merchant, span, asked) });
  const channelName = useNames(CHANNELS);
  const statusName = useNames(STATUS_NAMES);
  const columns = useMemo(
    (): readonly Column<Case>[] => [
      { key: 'day', title: t.day, width: '116px', cell: ({ day }) => <span className="figure">{day}</span> },
      {
        key: 'account',
        title: t.account,
        width: 'minmax(200px, 1fr)',
        cell: ({ channel, account }) => (
          <span className="recon-cell">
            {channelName(channel)} <span className="figure quiet">{account}</span>
          </span>
        ),
      },
      { key: 'status', title: t.status, width: '130px', cell: ({ status }) => statusName(status) },
      {
        key: 'what',
        title: t.what,
        width: 'minmax(240px, 1.2fr)',
        cell: ({ differences }) => <What differences={differences} />,
      },
      { key: 'worth', title: t.worth, width: '120px', isRight: true, cell: ({ worth }) => <Money fen={worth} /> },
      {
        key: 'difference',
        title: t.difference,
        width: '132px',
        isRight: true,
        cell: ({ difference }) =>
          difference === 0 ? <span className="quiet">{t.even}</span> : <Money fen={difference} as="signed" />,
      },
    ],
    // The names follow from the words.
    [t],
  );
  const may = useMay()('instruct');
  const chosen = useChosen(pages.rows, {
    keyOf: ({ caseId }) => caseId,
    may: ({ status }) => status === 'proposed',
    nameOf: ({ channel, account, day, caseId }) => `${day} · ${channelName(channel)} ${account} · ${caseId.slice(0, ID_SHOWN)}`,
  });
  return (
    <Panel title={t.cases} tools={<Filters asked={asked} />} isFlush className="recon-cases">
      {may && <Bulk chosen={chosen} />}
      <EndlessTable
        label={t.cases}
        pages={pages}
        columns={columns}
        rowKey={({ caseId }) => caseId}
        onOpen={({ caseId }) => setUrl({ case: caseId })}
        height="50vh"
        {...(may && { chosen })}
      />
    </Panel>
  );
}

/** What stands first of the differences that are not explained, else of all. */
function What({ differences }: Pick<Case, 'differences'>): ReactElement | null {
  const className = useNames(CLASS_NAMES);
  const causeName = useNames(CAUSE_NAMES);
  const actionName = useNames(ACTION_NAMES);
  const first = differences.find(({ explained }) => !explained) ?? differences[0];
  if (!first) return null;
  const says = `${className(first.class)} · ${causeName(first.cause)}`;
  const mend = first.proposal ? ` → ${actionName(first.proposal.action)}` : '';
  return (
    <span className="recon-cell" title={`${says}${mend}`}>
      {says}
      <span className="quiet">{mend}</span>
    </span>
  );
}

function Filters({ asked }: { readonly asked: Asked }): ReactElement {
  const t = useWords(RECONCILIATION);
  const common = useWords(COMMON);
  const setUrl = useSetUrl();
  const statusName = useNames(STATUS_NAMES);
  const className = useNames(CLASS_NAMES);
  const channelName = useNames(CHANNELS);
  const isNarrowed = Object.values(asked).some((text) => text !== '');
  return (
    <div className="recon-filters" role="search" aria-label={t.cases}>
      <Choice name="status" label={t.status} all={t.allStatuses} asked={asked} codes={STATUS_CODES} nameOf={statusName} />
      <Choice name="class" label={t.class} all={t.allClasses} asked={asked} codes={CLASS_CODES} nameOf={className} />
      <Choice
        name="channel"
        label={t.channel}
        all={t.allChannels}
        asked={asked}
        codes={Object.keys(CHANNELS.en)}
        nameOf={channelName}
      />
      {isNarrowed && <Button onClick={() => setUrl({ status: '', class: '', channel: '' })}>{common.reset}</Button>}
    </div>
  );
}

interface ChoiceProps {
  readonly name: keyof Asked;
  readonly label: string;
  readonly all: string;
  readonly asked: Asked;
  readonly codes: readonly string[];
  readonly nameOf: (code: string) => string;
}

function Choice({ name, label, all, asked, codes, nameOf }: ChoiceProps): ReactElement {
  const setUrl = useSetUrl();
  return (
    <Select
      aria-label={label}
      value={asked[name]}
      popupMatchSelectWidth={false}
      options={[{ value: '', label: all }, ...codes.map((value) => ({ value, label: nameOf(value) }))]}
      onChange={(value) => setUrl({ [name]: value })}
    />
  );
}
