import type { ReactElement } from 'react';
import { Input } from 'antd';
import { usePages } from '../../api/answers';
import type { RowOf } from '../../api/client';
import { count, daysAfter, moment, today } from '../../i18n/formats';
import { ROLES } from '../../i18n/ledger.words';
import { useLanguage, useNames, useWords, type Language } from '../../i18n/language';
import { EndlessTable, type Column } from '../../parts/endless-table';
import { Panel } from '../../parts/page';
import { isDay } from '../../parts/span';
import { SpanPicker } from '../../parts/span-picker';
import { useSetUrl, useUrlState } from '../../parts/url-state';
import { AUDIT } from './words';

type Row = RowOf<'/v1/audit/access-log'>;
type Words = Readonly<Record<keyof (typeof AUDIT)['en'], string>>;

const SPAN_DAYS = 29;
const begins = (day: string): string => `${day}T00:00:00+08:00`;

/** Who was answered what, the newest first. */
export function AccessLog(): ReactElement {
  const t = useWords(AUDIT);
  const { language } = useLanguage();
  const roleName = useNames(ROLES);
  const setUrl = useSetUrl();
  const [who, setWho] = useUrlState('who', '');
  const [what, setWhat] = useUrlState('what', '');
  const [from] = useUrlState('from', daysAfter(today(), -SPAN_DAYS), isDay);
  const [to] = useUrlState('to', today(), isDay);
  const rows = usePages('/v1/audit/access-log', {
    query: {
      from: begins(from),
      to: begins(daysAfter(to, 1)),
      limit: 100,
      ...(who !== '' && { who }),
      ...(what !== '' && { what }),
    },
  });
  const tools = (
    <div className="audit-form">
      <Input.Search aria-label={t.who} placeholder={t.who} defaultValue={who} allowClear onSearch={setWho} />
      <Input.Search aria-label={t.what} placeholder={t.what} defaultValue={what} allowClear onSearch={setWhat} />
      <SpanPicker span={{ from, to }} onChange={(span) => setUrl({ ...span })} />
    </div>
  );
  return (
    <Panel title={t.access} tools={tools} isFlush>
      <p className="quiet audit-hint is-flush">{t.accessHint}</p>
      <EndlessTable
        label={t.access}
        pages={rows}
        columns={columnsOf(t, language, roleName)}
        rowKey={({ position }) => position}
        height="50vh"
      />
    </Panel>
  );
}

function columnsOf(t: Words, language: Language, roleName: (role: string) => string): Column<Row>[] {
  const outcome = ({ type, status, isWhole }: Row): string => {
    if (type === 'LedgerRead') return status === null ? '' : String(status);
    if (type === 'FeedEnded') return t.feedEnded;
    return isWhole === false ? `${t.delivery}: ${t.broken}` : t.delivery;
  };
  return [
    { key: 'at', title: t.at, width: '165px', cell: ({ at }) => <span className="figure">{moment(at)}</span> },
    {
      key: 'name',
      title: t.name,
      width: '190px',
      cell: ({ name, role, who }) => (
        <span title={who}>
          {name} <small className="quiet">{roleName(role)}</small>
        </span>
      ),
    },
    { key: 'what', title: t.what, width: '260px', cell: ({ what }) => <span title={what}>{what}</span> },
    {
      key: 'asked',
      title: t.asked,
      width: '180px',
      cell: ({ asked }) => {
        const says = Object.entries(asked ?? {})
          .map(([name, value]) => `${name}=${value}`)
          .join(' ');
        return <span title={says}>{says}</span>;
      },
    },
    { key: 'status', title: t.status, width: '90px', cell: outcome },
    {
      key: 'bytes',
      title: t.bytes,
      width: '90px',
      isRight: true,
      cell: ({ bytes }) => <span className="figure">{bytes === null ? '' : count(bytes, language)}</span>,
    },
  ];
}
