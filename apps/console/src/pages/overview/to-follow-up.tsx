import type { ReactElement } from 'react';
import { CheckCircleOutlined, ExclamationCircleFilled, MinusCircleOutlined, WarningOutlined } from '@ant-design/icons';
import { Link } from 'react-router';
import { useAnswer } from '../../api/answers';
import { EXCEPTION_NAMES } from '../../i18n/exception.words';
import { count } from '../../i18n/formats';
import { SEVERITY_NAMES } from '../../i18n/ledger.words';
import { useLanguage, useNames, useWords } from '../../i18n/language';
import { Money } from '../../parts/money';
import { Panel } from '../../parts/page';
import { Loaded } from '../../parts/states';
import type { Scope } from './scope';
import { OVERVIEW } from './words';

const MARKS = { high: ExclamationCircleFilled, medium: WarningOutlined, low: MinusCircleOutlined } as const;
const RANK = { high: 0, medium: 1, low: 2 } as const;
const SHOWN = 7;
const EVERY_MS = 60_000;

/** What waits for somebody, the gravest first. */
export function ToFollowUp({ scope: { merchant } }: { readonly scope: Scope }): ReactElement {
  const t = useWords(OVERVIEW);
  const { language } = useLanguage();
  const nameOf = useNames(EXCEPTION_NAMES);
  const severityName = useNames(SEVERITY_NAMES);
  const summary = useAnswer('/v1/exceptions/summary', { query: { merchant } }, { everyMs: EVERY_MS });
  const nothing = (
    <div className="state">
      <CheckCircleOutlined className="state-mark" aria-hidden="true" />
      <h3>{t.nothingToDo}</h3>
      <p>{t.nothingToDoHint}</p>
    </div>
  );
  return (
    <Panel
      title={t.handTitle}
      tools={<Link to={`/exceptions?merchant=${merchant}`}>{t.seeAll}</Link>}
      isFlush
      className="is-narrow"
    >
      <Loaded of={summary} isEmpty={({ data }) => data.length === 0} empty={nothing}>
        {({ data }) => (
          <ul className="overview-list">
            {[...data]
              .sort((a, b) => RANK[a.severity] - RANK[b.severity] || b.worth - a.worth)
              .slice(0, SHOWN)
              .map(({ kind, code, severity, open, claimed, worth }) => {
                const Mark = MARKS[severity];
                return (
                  <li key={`${kind} ${code}`}>
                    <span className="is-name">
                      <Mark
                        className={severity === 'high' ? 'money-loss' : 'quiet'}
                        aria-label={severityName(severity)}
                        role="img"
                      />{' '}
                      <Link to={`/exceptions?merchant=${merchant}&code=${code}`}>{nameOf(code)}</Link>{' '}
                      <span className="quiet figure">{count(open + claimed, language)}</span>
                    </span>
                    <Money fen={worth} />
                  </li>
                );
              })}
          </ul>
        )}
      </Loaded>
    </Panel>
  );
}
