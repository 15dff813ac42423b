import type { ReactElement } from 'react';
import { useMay } from '../../app/session';
import { PageHead } from '../../parts/page';
import { Keys } from './keys';
import { Notices } from './notices';
import { Projections } from './projections';
import './system.css';

/** What keeps the ledger going; each part for who may see it. */
export default function View(): ReactElement {
  const may = useMay();
  return (
    <>
      <PageHead />
      <div className="system">
        <Projections />
        {may('notices') && <Notices />}
        {may('inspect') && <Keys />}
      </div>
    </>
  );
}
