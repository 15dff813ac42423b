import type { ReactElement } from 'react';
import { PageHead } from '../../parts/page';
import { NotBuilt } from '../../parts/states';

export default function View(): ReactElement {
  return (
    <>
      <PageHead />
      <NotBuilt />
    </>
  );
}
