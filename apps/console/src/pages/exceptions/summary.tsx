import type { ReactElement } from 'react';
import { CheckCircleOutlined } from '@ant-design/icons';
import { Link, useSearchParams } from 'react-router';
import { useAnswer } from '../../api/answers';
import type { RowOf } from '../../api/client';
import { EXCEPTION_NAMES } from '../../i18n/exception.words';
import { count } from '../../i18n/formats';
import { useLanguage, useNames, useWords } from '../../i18n/language';
import { Money } from '../../parts/money';
import { Panel } from '../../parts/page';
import { Loaded } from '../../parts/states';
import type { Asked } from './scope';
import { Severity } from './severity';
import { EXCEPTIONS } from './words';

type Count = RowOf<'/v1/exceptions/summary'>;

const RANK = { high: 0, medium: 1, low: 2 } as const;
const EVERY_MS = 60_000;

/** How much waits, by what is the matter, the gravest first; each narrows the list to itself. */
export function Summary({ asked: { merchant, code } }: { readonly asked: Asked }): ReactElement {
  const t = useWords(EXCEPTIONS);
  const query = merchant === '' ? {} : { merchant };
  const summary = useAnswer('/v1/exceptions/summary', { query }, { everyMs: EVERY_MS });
  const nothing = (
    <div className="state">
      <CheckCircleOutlined className="state-mark" aria-hidden="true" />
      <h3>{t.nothing}</h3>
      <p>{t.nothingHint}</p>
    </div>
  );
  return (
    <Panel title={t.summary} isFlush className="exceptions-summary">
      <Loaded of={summary} isEmpty={({ data }) => data.length === 0} empty={nothing}>
        {({ data }) => <Counts counts={data} code={code} />}
      </Loaded>
    </Panel>
  );
}

function Counts({ counts, code }: { readonly counts: readonly Count[]; readonly code: string }): ReactElement {
  const { language } = useLanguage();
  const nameOf = useNames(EXCEPTION_NAMES);
  const addressOf = useNarrowed();
  const sorted = [...counts].sort((a, b) => RANK[a.severity] - RANK[b.severity] || b.worth - a.worth);
  return (
    <ul className="exceptions-counts">
      {sorted.map((one) => (
        <li key={`${one.kind} ${one.code}`} className={one.code === code ? 'is-chosen' : ''}>
          <Severity severity={one.severity} />
          <Link to={addressOf(one)} {...(one.code === code && { 'aria-current': 'true' as const })}>
            {nameOf(one.code)}
          </Link>
          <span className="figure quiet">{count(one.open + one.claimed, language)}</span>
          <Money fen={one.worth} />
        </li>
      ))}
    </ul>
  );
}

/** The address as it is, narrowed to a code; once more, and it is wide again. */
function useNarrowed(): (one: Count) => string {
  const [params] = useSearchParams();
  return ({ code, kind }) => {
    const isChosen = params.get('code') === code && params.get('kind') === kind;
    const next = new URLSearchParams(params);
    for (const name of ['code', 'kind', 'shown']) next.delete(name);
    if (!isChosen) next.set('code', code);
    if (!isChosen) next.set('kind', kind);
    return `?${next.toString()}`;
  };
}
