import type { ReactElement } from 'react';
import { CheckCircleOutlined, CloseCircleOutlined, QuestionCircleOutlined } from '@ant-design/icons';
import { useWords } from '../../i18n/language';
import type { Finding } from './proof/verify';
import { AUDIT } from './words';

/** What a verification found, step by step: what fits, and exactly what does not. */
export function Findings({ findings }: { readonly findings: readonly Finding[] }): ReactElement {
  const t = useWords(AUDIT);
  const isProven = findings.every(({ isGood }) => isGood);
  const isUnclear = !isProven && findings.every(({ isGood, isUnknown }) => isGood || isUnknown === true);
  return (
    <div role={isProven ? 'status' : 'alert'} className="audit-findings">
      <p className={isProven ? 'audit-good' : 'money-loss'}>
        <strong>
          {isProven ? <CheckCircleOutlined aria-hidden="true" /> : <CloseCircleOutlined aria-hidden="true" />}{' '}
          {isProven ? t.proven : t.notProven}
        </strong>
        {isUnclear && <span className="quiet"> {t.unknown}</span>}
      </p>
      <ul>
        {findings.map((finding) => (
          <Line key={finding.step} finding={finding} />
        ))}
      </ul>
    </div>
  );
}

function Line({ finding: { step, isGood, isUnknown = false, expected, found } }: { readonly finding: Finding }): ReactElement {
  const t = useWords(AUDIT);
  const Mark = isGood ? CheckCircleOutlined : isUnknown ? QuestionCircleOutlined : CloseCircleOutlined;
  const says = isGood ? t.good : isUnknown ? t.unclear : t.bad;
  return (
    <li>
      <span className={isGood ? 'audit-good' : isUnknown ? 'quiet' : 'money-loss'}>
        <Mark aria-hidden="true" /> {says}
      </span>{' '}
      {t[`step${step}`]}
      {!isGood && expected !== undefined && (
        <dl className="audit-pair">
          <dt>{t.expected}</dt>
          <dd>{expected}</dd>
          <dt>{t.found}</dt>
          <dd>{found}</dd>
        </dl>
      )}
    </li>
  );
}
