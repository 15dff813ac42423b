import { useEffect, useRef, type ReactElement } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { LinkOutlined, LoadingOutlined, WifiOutlined } from '@ant-design/icons';
import { useAnswer } from '../../api/answers';
import { useFeed } from '../../api/feed';
import { CHANNELS, KINDS } from '../../i18n/ledger.words';
import { moment } from '../../i18n/formats';
import { useNames, useWords } from '../../i18n/language';
import { Money } from '../../parts/money';
import { Panel } from '../../parts/page';
import { Empty, Loaded } from '../../parts/states';
import type { Scope } from './scope';
import { OVERVIEW } from './words';

const SHOWN = 7;
const SETTLE_MS = 1_000;
const MARKS = { live: WifiOutlined, connecting: LoadingOutlined, lost: LinkOutlined } as const;
/** What is asked again when something happened. */
const MOVED = ['/v1/transactions', '/v1/reports/daily', '/v1/reports/discounts', '/v1/exceptions/summary', '/v1/clearing'];

/** The newest transactions. The feed says that something happened; what is shown are the ledger's own answers. */
export function Ticker({ scope: { merchant, store } }: { readonly scope: Scope }): ReactElement {
  const t = useWords(OVERVIEW);
  const kindName = useNames(KINDS);
  const channelName = useNames(CHANNELS);
  const newest = useAnswer('/v1/transactions', { query: { merchant, limit: SHOWN, ...(store !== '' && { store }) } });
  const refresh = useRefresh();
  const state = useFeed(newest.data?.position, refresh);
  const Mark = MARKS[state];
  const tools = (
    <span className="overview-live quiet" role="status">
      <Mark aria-hidden="true" /> {t[state]}
    </span>
  );
  return (
    <Panel title={t.ticker} tools={tools} isFlush className="is-narrow">
      <Loaded of={newest} isEmpty={({ data }) => data.length === 0} empty={<Empty hint={t.noTicker} />}>
        {({ data }) => (
          <ul className="overview-list">
            {data.map(({ stream, kind, channel, at, amount }) => (
              <li key={stream}>
                <span className="is-name">
                  {kindName(kind)} · {channelName(channel)}
                  <br />
                  <small className="quiet figure">{at === null ? '' : moment(at)}</small>
                </span>
                <Money fen={amount} />
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Panel>
  );
}

/** Asks again once for all that came within a second, and not before the read models had time to follow. */
function useRefresh(): () => void {
  const queries = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      for (const path of MOVED) void queries.invalidateQueries({ queryKey: [path] });
    }, SETTLE_MS);
  };
}
