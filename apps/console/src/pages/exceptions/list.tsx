import { useMemo, type ReactElement } from 'react';
import { useMay } from '../../app/session';
import type { Pages } from '../../api/answers';
import { EXCEPTION_NAMES } from '../../i18n/exception.words';
import { moment } from '../../i18n/formats';
import { KINDS } from '../../i18n/ledger.words';
import { useNames, useWords } from '../../i18n/language';
import { EndlessTable, type Column } from '../../parts/endless-table';
import { Money } from '../../parts/money';
import { Panel } from '../../parts/page';
import { useChosen } from '../../parts/chosen';
import { Bulk } from './bulk';
import type { Exception } from './details';
import { Severity } from './severity';
import { EXCEPTIONS } from './words';

interface ListProps {
  readonly pages: Pages<Exception>;
  readonly onOpen: (id: string) => void;
}

/** One by one, what is told last first. */
export function List({ pages, onOpen }: ListProps): ReactElement {
  const t = useWords(EXCEPTIONS);
  const nameOf = useNames(EXCEPTION_NAMES);
  const kindName = useNames(KINDS);
  const columns = useMemo(
    (): readonly Column<Exception>[] => [
      { key: 'severity', title: t.severity, width: '76px', cell: ({ severity }) => <Severity severity={severity} /> },
      {
        key: 'code',
        title: t.what,
        width: 'minmax(176px, 1fr)',
        cell: ({ code, kind }) => <What says={nameOf(code)} about={kindName(kind)} />,
      },
      { key: 'worth', title: t.worth, width: '108px', isRight: true, cell: ({ worth }) => <Money fen={worth} /> },
      { key: 'since', title: t.since, width: '160px', cell: ({ since }) => <span className="figure">{moment(since)}</span> },
      { key: 'state', title: t.state, width: '84px', cell: ({ state }) => t[state] },
    ],
    // The names follow from the words.
    [t],
  );
  const may = useMay()('instruct');
  const chosen = useChosen(pages.rows, {
    keyOf: ({ exceptionId }) => exceptionId,
    may: ({ state }) => state === 'open' || state === 'claimed',
    nameOf: ({ code, kind, since }) => `${nameOf(code)} · ${kindName(kind)} · ${moment(since)}`,
  });
  return (
    <Panel title={t.list} isFlush className="exceptions-list">
      {may && <Bulk chosen={chosen} />}
      <EndlessTable
        label={t.list}
        pages={pages}
        columns={columns}
        rowKey={({ exceptionId }) => exceptionId}
        onOpen={({ exceptionId }) => onOpen(exceptionId)}
        {...(may && { chosen })}
      />
    </Panel>
  );
}

const What = ({ says, about }: { readonly says: string; readonly about: string }): ReactElement => (
  <span className="exceptions-what" title={says}>
    {says} <span className="quiet">· {about}</span>
  </span>
);
