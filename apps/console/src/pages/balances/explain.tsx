import { useState, type ReactElement } from 'react';
import { CheckCircleOutlined, WarningOutlined } from '@ant-design/icons';
import { Button, Drawer } from 'antd';
import { useAnswer } from '../../api/answers';
import type { QueryOf } from '../../api/client';
import { count } from '../../i18n/formats';
import { filled, useLanguage, useNames, useWords } from '../../i18n/language';
import { inRoot } from '../../parts/container';
import { JsonDrawer } from '../../parts/json-drawer';
import { Money } from '../../parts/money';
import { Empty, Loaded } from '../../parts/states';
import { useSetUrl, useUrlState } from '../../parts/url-state';
import type { Explanation } from './explanation';
import { EventBehind } from './event-behind';
import { useAccountName } from './names';
import { OnSide } from './on-side';
import type { Point } from './times';
import { BALANCES, NUMBER_NAMES } from './words';

const PATH = '/v1/explain';
const ON_A_PAGE = 20;
const SUBJECTS = ['account', 'event', 'notice', 'order', 'payment', 'match'] as const;

interface Subject {
  readonly of: (typeof SUBJECTS)[number];
  readonly id: string;
}

/** `account:assets:bank:icbc`: what is asked for, and which one. */
function subjectIn(text: string): Subject | undefined {
  const of = SUBJECTS.find((subject) => text.startsWith(`${subject}:`));
  return of && { of, id: text.slice(of.length + 1) };
}

function queryOf({ of, id }: Subject, { effective, known }: Point, cursor: string): QueryOf<typeof PATH> {
  const byAccount = { limit: ON_A_PAGE, ...(effective !== undefined && { effective }), ...(cursor !== '' && { cursor }) };
  return { [of]: id, ...(known !== undefined && { known }), ...(of === 'account' && byAccount) };
}

/** What is behind a number: `explain` in the address says which; any page can lead here. */
export function ExplainDrawer({ point }: { readonly point: Point }): ReactElement {
  const t = useWords(BALANCES);
  const accountName = useAccountName();
  const setUrl = useSetUrl();
  const [text] = useUrlState('explain', '');
  const subject = subjectIn(text);
  const name = subject?.of === 'account' ? accountName(subject.id) : (subject?.id ?? '');
  return (
    <Drawer
      title={filled(t.explaining, { name })}
      open={subject !== undefined}
      onClose={() => setUrl({ explain: '' })}
      getContainer={inRoot}
      size="large"
      destroyOnHidden
    >
      {subject && <Explained key={text} subject={subject} point={point} />}
    </Drawer>
  );
}

function Explained({ subject, point }: { readonly subject: Subject; readonly point: Point }): ReactElement {
  const t = useWords(BALANCES);
  const [cursor, setCursor] = useState('');
  const answer = useAnswer(PATH, { query: queryOf(subject, point, cursor) });
  return (
    <Loaded of={answer} rows={8}>
      {({ data, next }) => (
        <>
          <Numbers explanation={data} />
          {data.carried !== 0 && (
            <p className="balances-carried">
              {t.carried} <OnSide fen={data.carried} /> <small className="quiet">{t.carriedHint}</small>
            </p>
          )}
          {data.events.length === 0 && <Empty hint={t.noEvents} />}
          {data.events.map((event) => (
            <EventBehind key={event.position} event={event} />
          ))}
          <div className="balances-more">
            {cursor !== '' && <Button onClick={() => setCursor('')}>{t.newest}</Button>}
            {next !== undefined && <Button onClick={() => setCursor(next)}>{t.older}</Button>}
            <JsonDrawer title={t.explain} value={data} />
          </div>
        </>
      )}
    </Loaded>
  );
}

/** The numbers that are explained, each beside what the read model says. */
function Numbers({ explanation: { numbers, question } }: { readonly explanation: Explanation }): ReactElement {
  const t = useWords(BALANCES);
  const { language } = useLanguage();
  const numberName = useNames(NUMBER_NAMES);
  const isAccount = question['of'] === 'account';
  const shown = (name: string, amount: number): ReactElement => {
    if (/count$/i.test(name)) return <span className="figure">{count(amount, language)}</span>;
    return isAccount ? <OnSide fen={amount} /> : <Money fen={amount} />;
  };
  return (
    <dl className="balances-numbers">
      {numbers.map(({ name, amount, stands, agrees }) => (
        <div key={name}>
          <dt>{numberName(name)}</dt>
          <dd>
            <strong>{shown(name, amount)}</strong>
            {agrees === true && (
              <span className="balances-ok">
                <CheckCircleOutlined aria-hidden="true" /> {t.agrees}
              </span>
            )}
            {agrees === false && (
              <span className="money-loss" role="alert">
                <WarningOutlined aria-hidden="true" /> {t.disagrees} {stands !== null && shown(name, stands)}
              </span>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
