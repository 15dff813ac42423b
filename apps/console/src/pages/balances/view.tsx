import type { ReactElement } from 'react';
import { useMay } from '../../app/session';
import { PageHead } from '../../parts/page';
import { useUrlState } from '../../parts/url-state';
import { AccountView } from './account';
import { ExplainDrawer } from './explain';
import { TimeBar } from './time-bar';
import { useTimes } from './times';
import { Tree } from './tree';
import './balances.css';

/** Accounts as a tree, or the lines of one of them; at one point of time, or between two. */
export default function View(): ReactElement {
  const mayLookBack = useMay()('history');
  const times = useTimes();
  const [account] = useUrlState('account', '');
  return (
    <>
      <PageHead />
      <div className="balances">
        {mayLookBack && <TimeBar times={times} />}
        {account !== '' && mayLookBack ? <AccountView account={account} times={times} /> : <Tree times={times} />}
      </div>
      {mayLookBack && <ExplainDrawer point={times.second ?? times.first} />}
    </>
  );
}
