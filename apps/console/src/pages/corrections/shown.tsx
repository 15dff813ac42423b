import type { ReactElement } from 'react';
import { Link } from 'react-router';
import { useWords } from '../../i18n/language';
import { Entries } from '../../parts/entries';
import type { Details } from './answers';
import { CORRECTIONS } from './words';

type Shown = Pick<Details, 'entries' | 'records' | 'ends' | 'reason' | 'evidence'>;

/** What is approved: why, on what evidence, and just what is booked. */
export function ShownPart({ shown }: { readonly shown: Shown }): ReactElement {
  const t = useWords(CORRECTIONS);
  const { entries, records, ends, reason, evidence } = shown;
  return (
    <>
      <div>
        <h2>{t.reason}</h2>
        <p>{reason}</p>
      </div>
      <div>
        <h2>{t.evidence}</h2>
        <ul className="corrections-evidence">
          {evidence.map((reference) => (
            <li key={reference} className="figure">
              {reference}
            </li>
          ))}
        </ul>
      </div>
      <div>
        <h2>{t.books}</h2>
        {entries.length === 0 && <p className="quiet">{t.booksNothing}</p>}
        <Entries entries={entries} />
      </div>
      {records && (
        <div>
          <h2>{t.records}</h2>
          <p className="figure">{records.stream}</p>
          <Entries entries={records.entries} />
        </div>
      )}
      {ends && (
        <p>
          {t.ends}{' '}
          <Link to={`/reconciliation?case=${ends.caseId}`} className="figure">
            {ends.caseId}
          </Link>{' '}
          · {t.endsAs} {ends.as === 'resolved' ? t.endsResolved : t.endsWrittenOff}
        </p>
      )}
    </>
  );
}
