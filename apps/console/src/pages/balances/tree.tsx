import type { ReactElement } from 'react';
import { CheckCircleOutlined, DownOutlined, RightOutlined, WarningOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useAnswer, usePages, type Pages } from '../../api/answers';
import type { RowOf } from '../../api/client';
import { useMay } from '../../app/session';
import { COMMON } from '../../i18n/common.words';
import { filled, useWords } from '../../i18n/language';
import { Money } from '../../parts/money';
import { Panel } from '../../parts/page';
import { Empty, Failed, Loading } from '../../parts/states';
import { useSetUrl, useUrlState } from '../../parts/url-state';
import { useStepName } from './names';
import { OnSide } from './on-side';
import type { Point, Times } from './times';
import { BALANCES } from './words';

type Balance = RowOf<'/v1/balances'>;

const LEVEL_LIMIT = 500;
const OPEN_AT_FIRST = 'assets';
const NONE_OPEN = '-';
/** Figures that a phone has no room for. */
const LESS = 'is-right hide-on-phone';

/** Accounts below a path, to a depth, at a point of time. */
const useLevel = (prefix: string, depth: number, point: Point | undefined): Pages<Balance> =>
  usePages(
    '/v1/balances',
    { query: { depth, limit: LEVEL_LIMIT, ...(prefix !== '' && { prefix }), ...point } },
    { enabled: point !== undefined, keepsPrevious: true },
  );

/** Every account rolled up, opened step by step. */
export function Tree({ times }: { readonly times: Times }): ReactElement {
  const t = useWords(BALANCES);
  const top = useLevel('', 1, times.first);
  const topThen = useLevel('', 1, times.second);
  const isCompared = times.second !== undefined;
  const error = top.error ?? topThen.error;
  const isEmpty = top.rows.length === 0 && topThen.rows.length === 0;
  return (
    <Panel title={t.tree} tools={<TrialBalance point={times.first} />} isFlush>
      {error !== null && isEmpty && <Failed error={error} retry={top.reload} />}
      {error === null && (top.isLoading || topThen.isLoading) && <Loading rows={6} />}
      {error === null && !top.isLoading && !topThen.isLoading && isEmpty && <Empty hint={t.noneThenHint} />}
      {!isEmpty && (
        <div className="scroll-x" tabIndex={0} role="region" aria-label={t.tree}>
          <table className="plain-table balances-tree">
            <thead>
              <tr>
                <th scope="col">{t.account}</th>
                {(isCompared ? [t.pointA, t.pointB, t.change] : [t.debit, t.credit, t.balance]).map((title, index) => (
                  <th key={title} scope="col" className={index < 2 ? LESS : 'is-right'}>
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              <Level prefix="" depth={1} times={times} />
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}

function TrialBalance({ point }: { readonly point: Point }): ReactElement | null {
  const t = useWords(BALANCES);
  const answer = useAnswer('/v1/trial-balance', { query: point });
  const [total] = answer.data?.data.totals ?? [];
  if (!answer.data || !total) return null;
  return answer.data.data.isZero ? (
    <span className="balances-ok">
      <CheckCircleOutlined aria-hidden="true" /> {t.trialLevel} <Money fen={total.debit} />
    </span>
  ) : (
    <span className="money-loss" role="alert">
      <WarningOutlined aria-hidden="true" /> {t.trialOff} <Money fen={total.difference} />
    </span>
  );
}

interface LevelProps {
  readonly prefix: string;
  readonly depth: number;
  readonly times: Times;
}

/** The rows of one level, and below each that is open the next one. */
function Level({ prefix, depth, times }: LevelProps): ReactElement {
  const t = useWords(BALANCES);
  const common = useWords(COMMON);
  const level = useLevel(prefix, depth, times.first);
  const levelThen = useLevel(prefix, depth, times.second);
  const below = useLevel(prefix, depth + 1, times.first);
  const belowThen = useLevel(prefix, depth + 1, times.second);
  const [isOpen, toggle] = useOpen();
  const now = new Map(level.rows.map((row) => [row.account, row]));
  const then = new Map(levelThen.rows.map((row) => [row.account, row]));
  const accounts = [...new Set([...now.keys(), ...then.keys()])].sort();
  const hasBelow = (account: string): boolean =>
    [below, belowThen].some((one) => one.hasMore || one.rows.some((row) => row.account.startsWith(`${account}:`)));
  const more = [level, levelThen].find(({ hasMore }) => hasMore);
  if (level.isLoading || levelThen.isLoading) return <Note says={common.loading} />;
  if (level.error ?? levelThen.error) return <Note says={common.failed} />;
  return (
    <>
      {accounts.map((account) => {
        const isBranch = account.split(':').length === depth && hasBelow(account);
        const row = (
          <Row
            key={account}
            {...{ account, depth, times, isBranch, toggle }}
            now={now.get(account)}
            then={then.get(account)}
            isOpen={isOpen(account)}
          />
        );
        return isBranch && isOpen(account)
          ? [row, <Level key={`${account}:`} prefix={account} depth={depth + 1} times={times} />]
          : row;
      })}
      {more && (
        <tr>
          <td colSpan={4}>
            <Button type="link" size="small" loading={more.isLoadingMore} onClick={more.loadMore}>
              {t.moreBelow}
            </Button>
          </td>
        </tr>
      )}
    </>
  );
}

const Note = ({ says }: { readonly says: string }): ReactElement => (
  <tr>
    <td colSpan={4} className="quiet" role="status">
      {says}
    </td>
  </tr>
);

/** Which accounts are open stands in the address. */
function useOpen(): [(account: string) => boolean, (account: string) => void] {
  const [text, setText] = useUrlState('open', OPEN_AT_FIRST);
  const open = text === NONE_OPEN ? [] : text.split(',');
  const toggle = (account: string): void => {
    const next = open.includes(account) ? open.filter((one) => one !== account) : [...open, account];
    setText(next.length === 0 ? NONE_OPEN : next.join(','));
  };
  return [(account) => open.includes(account), toggle];
}

interface RowProps extends Omit<LevelProps, 'prefix'> {
  readonly account: string;
  readonly now: Balance | undefined;
  readonly then: Balance | undefined;
  readonly isBranch: boolean;
  readonly isOpen: boolean;
  readonly toggle: (account: string) => void;
}

function Row({ account, depth, times, now, then, isBranch, isOpen, toggle }: RowProps): ReactElement {
  const before = now?.balance ?? 0;
  const after = then?.balance ?? 0;
  return (
    <tr>
      <th scope="row">
        <span className="balances-name" style={{ paddingInlineStart: `${String((depth - 1) * 20)}px` }}>
          <Name {...{ account, isBranch, isOpen, toggle }} />
        </span>
      </th>
      {times.second ? (
        <>
          <td className={LESS}>
            <OnSide fen={before} />
          </td>
          <td className={LESS}>
            <OnSide fen={after} />
          </td>
          <td className="is-right">
            <OnSide fen={after - before} />
          </td>
        </>
      ) : (
        <>
          <td className={LESS}>
            <Money fen={now?.debit ?? 0} />
          </td>
          <td className={LESS}>
            <Money fen={now?.credit ?? 0} />
          </td>
          <td className="is-right">
            <Explained account={account} isLeaf={!isBranch} fen={before} />
          </td>
        </>
      )}
    </tr>
  );
}

function Name({
  account,
  isBranch,
  isOpen,
  toggle,
}: Pick<RowProps, 'account' | 'isBranch' | 'isOpen' | 'toggle'>): ReactElement {
  const t = useWords(BALANCES);
  const mayLookBack = useMay()('history');
  const stepName = useStepName();
  const setUrl = useSetUrl();
  const name = stepName(account);
  if (isBranch) {
    return (
      <button
        type="button"
        className="balances-toggle"
        aria-expanded={isOpen}
        aria-label={filled(isOpen ? t.collapse : t.expand, { account: name })}
        title={account}
        onClick={() => toggle(account)}
      >
        {isOpen ? <DownOutlined aria-hidden="true" /> : <RightOutlined aria-hidden="true" />} {name}
      </button>
    );
  }
  if (!mayLookBack) return <span title={account}>{name}</span>;
  return (
    <button
      type="button"
      className="balances-toggle is-link"
      aria-label={filled(t.openAccount, { account: name })}
      title={account}
      onClick={() => setUrl({ account })}
    >
      {name}
    </button>
  );
}

/** The balance of an account leads to what made it; a rolled-up one to the accounts below it. */
function Explained({
  account,
  isLeaf,
  fen,
}: {
  readonly account: string;
  readonly isLeaf: boolean;
  readonly fen: number;
}): ReactElement {
  const t = useWords(BALANCES);
  const mayLookBack = useMay()('history');
  const stepName = useStepName();
  const setUrl = useSetUrl();
  if (!isLeaf || !mayLookBack) return <OnSide fen={fen} />;
  return (
    <button
      type="button"
      className="balances-toggle is-link"
      title={t.explain}
      onClick={() => setUrl({ explain: `account:${account}` })}
    >
      <OnSide fen={fen} />
      <span className="visually-hidden"> {filled(t.explaining, { name: stepName(account) })}</span>
    </button>
  );
}
