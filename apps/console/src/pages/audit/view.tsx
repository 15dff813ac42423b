import type { ReactElement } from 'react';
import { PageHead } from '../../parts/page';
import { NotBuilt } from '../../parts/states';
import { useWords } from '../../i18n/language';
import page from './page';

export default function View(): ReactElement {
  const { title } = useWords(page.title);
  return (
    <>
      <PageHead title={title} />
      <NotBuilt />
    </>
  );
}
