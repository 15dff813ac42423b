import type { ReactElement } from 'react';
import { usePages } from '../../api/answers';
import { PageHead } from '../../parts/page';
import { SavedViews } from '../../parts/saved-views';
import { useUrlState } from '../../parts/url-state';
import { Detail } from './detail';
import { Filters } from './filters';
import { KeyLegend } from './key-legend';
import { useKeys } from './keys';
import { List } from './list';
import { queryOf, useAsked } from './scope';
import { Summary } from './summary';
import './exceptions.css';

const isException = (text: string): boolean => /^exc_[0-9a-f-]{36}$/.test(text);

/** What waits for somebody: by what is the matter, one by one, and each with what mends it. */
export default function View(): ReactElement {
  const asked = useAsked();
  const [shown, show] = useUrlState('shown', '', isException);
  const pages = usePages('/v1/exceptions', { query: queryOf(asked) });
  const step = (by: number): void => {
    const at = pages.rows.findIndex(({ exceptionId }) => exceptionId === shown);
    const next = pages.rows[at < 0 ? 0 : at + by];
    if (next) show(next.exceptionId);
  };
  useKeys({ j: () => step(1), k: () => step(-1) });
  return (
    <>
      <PageHead>
        <SavedViews except={['shown']} />
      </PageHead>
      <Filters asked={asked} />
      <div className="exceptions">
        <Summary asked={asked} />
        <List pages={pages} onOpen={show} />
      </div>
      <KeyLegend />
      {shown !== '' && <Detail key={shown} id={shown} onClose={() => show('')} />}
    </>
  );
}
