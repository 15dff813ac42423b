import type { ReactElement } from 'react';
import { CheckCircleOutlined } from '@ant-design/icons';
import { Link, useSearchParams } from 'react-router';
import { useAnswer } from '../../api/answers';
import { count } from '../../i18n/formats';
import { useLanguage, useNames, useWords } from '../../i18n/language';
import { Money } from '../../parts/money';
import { Panel } from '../../parts/page';
import { Loaded } from '../../parts/states';
import { CLASS_NAMES } from './names.words';
import { CLASS_CODES } from './scope';
import { RECONCILIATION } from './words';

const classOf = (code: string): string | undefined => CLASS_CODES.find((name) => code === `MATCH_${name.toUpperCase()}`);

/** How much is open of each kind of difference, of all days; each narrows the list to itself. */
export function Classes({ merchant }: { readonly merchant: string }): ReactElement {
  const t = useWords(RECONCILIATION);
  const summary = useAnswer('/v1/exceptions/summary', { query: { merchant } });
  const nothing = (
    <div className="state">
      <CheckCircleOutlined className="state-mark" aria-hidden="true" />
      <h3>{t.noDifferences}</h3>
      <p>{t.noDifferencesHint}</p>
    </div>
  );
  return (
    <Panel title={t.classes} tools={<span className="quiet">{t.classesHint}</span>} isFlush className="recon-classes">
      <Loaded of={summary} isEmpty={({ data }) => !data.some(({ code }) => classOf(code) !== undefined)} empty={nothing}>
        {({ data }) => (
          <ul className="recon-counts">
            {data.map(({ code, open, claimed, worth }) => {
              const name = classOf(code);
              return name && <Count key={code} name={name} cases={open + claimed} worth={worth} />;
            })}
          </ul>
        )}
      </Loaded>
    </Panel>
  );
}

interface CountProps {
  readonly name: string;
  readonly cases: number;
  readonly worth: number;
}

function Count({ name, cases, worth }: CountProps): ReactElement {
  const { language } = useLanguage();
  const className = useNames(CLASS_NAMES);
  const [params] = useSearchParams();
  const isChosen = params.get('class') === name;
  const next = new URLSearchParams(params);
  if (isChosen) next.delete('class');
  else next.set('class', name);
  return (
    <li className={isChosen ? 'is-chosen' : ''}>
      <Link to={`?${next.toString()}`} {...(isChosen && { 'aria-current': 'true' as const })}>
        {className(name)}
      </Link>
      <span className="figure quiet">{count(cases, language)}</span>
      <Money fen={worth} />
    </li>
  );
}
