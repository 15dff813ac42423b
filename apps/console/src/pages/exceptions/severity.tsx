import type { ReactElement } from 'react';
import { ExclamationCircleFilled, MinusCircleOutlined, WarningOutlined } from '@ant-design/icons';
import { SEVERITY_NAMES } from '../../i18n/ledger.words';
import { useNames } from '../../i18n/language';

const MARKS = { high: ExclamationCircleFilled, medium: WarningOutlined, low: MinusCircleOutlined } as const;

type SeverityCode = keyof typeof MARKS;

/** By shape and colour, and by its word for who does not see them. */
export function Severity({
  severity,
  isWord = false,
}: {
  readonly severity: SeverityCode;
  readonly isWord?: boolean;
}): ReactElement {
  const nameOf = useNames(SEVERITY_NAMES);
  const Mark = MARKS[severity];
  const look = severity === 'high' ? 'money-loss' : 'quiet';
  if (!isWord) return <Mark className={look} role="img" aria-label={nameOf(severity)} title={nameOf(severity)} />;
  return (
    <span className={look}>
      <Mark aria-hidden="true" /> {nameOf(severity)}
    </span>
  );
}
