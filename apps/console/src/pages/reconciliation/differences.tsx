import type { ReactElement } from 'react';
import { useNames, useWords } from '../../i18n/language';
import { Money } from '../../parts/money';
import type { CaseDetails } from './answers';
import { ACTION_NAMES, CAUSE_NAMES, CLASS_NAMES } from './names.words';
import { RECONCILIATION } from './words';

type Difference = CaseDetails['differences'][number];

/** What differs, why, and what would mend it. Nothing happens by itself. */
export function Differences({ differences }: Pick<CaseDetails, 'differences'>): ReactElement {
  const t = useWords(RECONCILIATION);
  return (
    <div>
      <h2>{t.differences}</h2>
      {differences.length === 0 && <p className="quiet">{t.noDifference}</p>}
      <ul className="recon-differences">
        {differences.map((difference, index) => (
          <li key={index}>
            <One difference={difference} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function One({ difference }: { readonly difference: Difference }): ReactElement {
  const t = useWords(RECONCILIATION);
  const className = useNames(CLASS_NAMES);
  const causeName = useNames(CAUSE_NAMES);
  const actionName = useNames(ACTION_NAMES);
  const { class: kind, leg, amount, cause, explained, proposal } = difference;
  return (
    <>
      <strong>{className(kind)}</strong>
      <Money fen={amount} as="signed" />
      <span>{causeName(cause)}</span>
      <small className="quiet">
        {leg === 'statement' ? t.legStatement : t.legOrder}
        {explained && ` · ${t.explained}`}
      </small>
      <span className="recon-proposal">
        {t.proposal}: {proposal ? actionName(proposal.action) : t.noProposal} {proposal && <Money fen={proposal.amount} />}
      </span>
    </>
  );
}
