import { useMemo, type ReactElement } from 'react';
import { usePages } from '../../api/answers';
import type { RowOf } from '../../api/client';
import { useMay } from '../../app/session';
import { count } from '../../i18n/formats';
import { CHANNELS } from '../../i18n/ledger.words';
import { useLanguage, useNames, useWords } from '../../i18n/language';
import { EndlessTable, type Column } from '../../parts/endless-table';
import { Panel } from '../../parts/page';
import { Drop } from './drop';
import { RECONCILIATION } from './words';

type Statement = RowOf<'/v1/statements'>;

/** Files that came, and where more can be dropped by who may. */
export function Statements({ merchant }: { readonly merchant: string }): ReactElement {
  const t = useWords(RECONCILIATION);
  const { language } = useLanguage();
  const may = useMay();
  const channelName = useNames(CHANNELS);
  const pages = usePages('/v1/statements', { query: { merchant } });
  const columns = useMemo(
    (): readonly Column<Statement>[] => [
      {
        key: 'file',
        title: t.file,
        width: 'minmax(190px, 1fr)',
        cell: ({ name }) => (
          <span className="recon-cell" title={name}>
            {name}
          </span>
        ),
      },
      {
        key: 'account',
        title: t.account,
        width: 'minmax(190px, 1fr)',
        cell: ({ channel, account }) => (
          <span className="recon-cell">
            {channelName(channel)} <span className="figure quiet">{account}</span>
          </span>
        ),
      },
      {
        key: 'span',
        title: t.span,
        width: '200px',
        cell: ({ from, to }) => <span className="figure">{spanOf(from, to)}</span>,
      },
      { key: 'rows', title: t.rows, width: '76px', isRight: true, cell: ({ rows }) => count(rows, language) },
      { key: 'recorded', title: t.recorded, width: '76px', isRight: true, cell: ({ recorded }) => count(recorded, language) },
      {
        key: 'quarantined',
        title: t.quarantined,
        width: '92px',
        isRight: true,
        cell: ({ quarantined }) => count(quarantined, language),
      },
      {
        key: 'status',
        title: t.status,
        width: '92px',
        cell: ({ status }) => (status === 'imported' ? t.importedState : t.importingState),
      },
    ],
    // The names follow from the words.
    [t],
  );
  return (
    <Panel title={t.statements} isFlush className="recon-statements">
      {may('ingest') && <Drop merchant={merchant} />}
      <EndlessTable label={t.statements} pages={pages} columns={columns} rowKey={({ id }) => id} height="40vh" />
    </Panel>
  );
}

/** Empty where the file tells no days. */
const spanOf = (from: string | null, to: string | null): string =>
  from === to ? (from ?? '') : [from, to].filter((day) => day !== null).join(' – ');
