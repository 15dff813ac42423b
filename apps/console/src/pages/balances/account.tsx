import type { ReactElement, ReactNode } from 'react';
import { ArrowLeftOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useAnswer, usePages } from '../../api/answers';
import type { RowOf } from '../../api/client';
import { moment } from '../../i18n/formats';
import { filled, useNames, useWords } from '../../i18n/language';
import { EndlessTable, type Column } from '../../parts/endless-table';
import { Money } from '../../parts/money';
import { Panel } from '../../parts/page';
import { Loaded } from '../../parts/states';
import { useSetUrl } from '../../parts/url-state';
import { useDiff, type DiffLine } from './diff';
import { useAccountName } from './names';
import { OnSide, onCredit, onDebit } from './on-side';
import type { Point, Times } from './times';
import { BALANCES, ENTRY_KINDS } from './words';

type Line = RowOf<'/v1/balances/{account}/lines'>;
type Words = Readonly<Record<keyof (typeof BALANCES)['en'], string>>;

/** One account: where it stands, and its lines; or what differs between two points, and the lines that make it. */
export function AccountView({
  account,
  times: { first, second },
}: {
  readonly account: string;
  readonly times: Times;
}): ReactElement {
  const t = useWords(BALANCES);
  const accountName = useAccountName();
  const setUrl = useSetUrl();
  const tools = (
    <>
      <Button size="small" type="text" icon={<ArrowLeftOutlined />} onClick={() => setUrl({ account: '' })}>
        {t.back}
      </Button>
      <Button size="small" onClick={() => setUrl({ explain: `account:${account}` })}>
        {t.explain}
      </Button>
    </>
  );
  return (
    <>
      <Panel title={accountName(account)} tools={tools} isFlush>
        <p className="balances-path quiet figure">{account}</p>
        {!second && <Standing account={account} point={first} />}
        {second && <Difference account={account} first={first} second={second} />}
      </Panel>
      {!second && <Lines account={account} point={first} />}
    </>
  );
}

function Figure({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactElement {
  return (
    <div className="balances-figure">
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Standing({ account, point }: { readonly account: string; readonly point: Point }): ReactElement {
  const t = useWords(BALANCES);
  const answer = useAnswer('/v1/balances/{account}', { path: { account }, query: point });
  return (
    <Loaded of={answer} rows={2}>
      {({ data }) => (
        <dl className="balances-figures">
          <Figure title={t.debit}>
            <Money fen={data.debit} />
          </Figure>
          <Figure title={t.credit}>
            <Money fen={data.credit} />
          </Figure>
          <Figure title={t.balance}>
            <OnSide fen={data.balance} />
          </Figure>
        </dl>
      )}
    </Loaded>
  );
}

/** Columns that lines of an account and of a difference have in common. */
function columnsOf(t: Words, kindName: (kind: string) => string): Column<Line>[] {
  return [
    {
      key: 'day',
      title: t.businessDate,
      width: '170px',
      cell: ({ businessDate, trueDate }) => (
        <span className="figure">
          {businessDate}
          {trueDate !== null && <small className="quiet"> {filled(t.ownDay, { day: trueDate })}</small>}
        </span>
      ),
    },
    { key: 'kind', title: t.kind, width: '120px', cell: ({ kind }) => kindName(kind) },
    { key: 'stream', title: t.stream, width: '165px', cell: ({ stream }) => <span title={stream}>{stream}</span> },
    {
      key: 'at',
      title: t.recordedAt,
      width: '165px',
      cell: ({ recordedAt }) => <span className="figure">{moment(recordedAt)}</span>,
    },
    { key: 'debit', title: t.debitAmount, width: '120px', isRight: true, cell: ({ amount }) => onDebit(amount) },
    { key: 'credit', title: t.creditAmount, width: '120px', isRight: true, cell: ({ amount }) => onCredit(amount) },
  ];
}

const rowKey = ({ position, line }: Line): string => `${position}-${String(line)}`;

function Lines({ account, point }: { readonly account: string; readonly point: Point }): ReactElement {
  const t = useWords(BALANCES);
  const kindName = useNames(ENTRY_KINDS);
  const setUrl = useSetUrl();
  const lines = usePages('/v1/balances/{account}/lines', { path: { account }, query: { limit: 100, ...point } });
  const balance: Column<Line> = {
    key: 'balance',
    title: t.balance,
    width: '140px',
    isRight: true,
    cell: (line) => <OnSide fen={line.balance} />,
  };
  return (
    <Panel title={t.lines} isFlush>
      <EndlessTable
        label={t.lines}
        pages={lines}
        columns={[...columnsOf(t, kindName), balance]}
        rowKey={rowKey}
        onOpen={({ position }) => setUrl({ explain: `event:${position}` })}
      />
    </Panel>
  );
}

interface DifferenceProps {
  readonly account: string;
  readonly first: Point;
  readonly second: Point;
}

function Difference({ account, first, second }: DifferenceProps): ReactElement {
  const t = useWords(BALANCES);
  const kindName = useNames(ENTRY_KINDS);
  const setUrl = useSetUrl();
  const { total, pages } = useDiff(account, first, second);
  const change: Column<DiffLine> = {
    key: 'change',
    title: t.change,
    width: '140px',
    isRight: true,
    cell: (line) => <OnSide fen={line.change} />,
  };
  return (
    <>
      {total && (
        <dl className="balances-figures">
          <Figure title={t.pointA}>
            <OnSide fen={total.from.balance} />
          </Figure>
          <Figure title={t.pointB}>
            <OnSide fen={total.to.balance} />
          </Figure>
          <Figure title={t.change}>
            <OnSide fen={total.difference} />
          </Figure>
        </dl>
      )}
      <h3 className="balances-sub">{t.diffLines}</h3>
      <EndlessTable
        label={t.diffLines}
        pages={pages}
        columns={[...(columnsOf(t, kindName) as unknown as Column<DiffLine>[]), change]}
        rowKey={rowKey}
        onOpen={({ position }) => setUrl({ explain: `event:${position}` })}
      />
    </>
  );
}
