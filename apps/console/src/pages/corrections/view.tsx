import type { ReactElement } from 'react';
import { useMay } from '../../app/session';
import { PageHead } from '../../parts/page';
import { useSetUrl, useUrlState } from '../../parts/url-state';
import { Detail } from './detail';
import { List } from './list';
import { Propose } from './propose';
import './corrections.css';

const isCorrection = (text: string): boolean => /^[a-z][A-Za-z0-9._-]{1,200}$/.test(text);
const isCase = (text: string): boolean => /^[0-9a-f]{32}$/.test(text);

/** What is mended in the books: proposed by one, shown in full, approved by others. */
export default function View(): ReactElement {
  const may = useMay();
  const setUrl = useSetUrl();
  const [shown] = useUrlState('id', '', isCorrection);
  const [caseId] = useUrlState('case', '', isCase);
  return (
    <>
      <PageHead />
      <List onOpen={(id) => setUrl({ id, case: '' })} />
      {shown !== '' && <Detail key={shown} id={shown} onClose={() => setUrl({ id: '' })} />}
      {shown === '' && caseId !== '' && may('instruct') && (
        <Propose
          key={caseId}
          caseId={caseId}
          onProposed={(id) => setUrl({ id, case: '' })}
          onClose={() => setUrl({ case: '' })}
        />
      )}
    </>
  );
}
