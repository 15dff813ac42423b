import type { ReactElement } from 'react';
import { useMay } from '../../app/session';
import { useWords } from '../../i18n/language';
import { EXCEPTIONS } from './words';

const READING = [
  ['j', 'next'],
  ['k', 'previous'],
] as const;
const DOING = [
  ['c', 'claim'],
  ['h', 'handOver'],
  ['m', 'comment'],
  ['r', 'resolve'],
  ['o', 'reopen'],
] as const;

export function KeyLegend(): ReactElement {
  const t = useWords(EXCEPTIONS);
  const may = useMay();
  return (
    <p className="exceptions-keys quiet hide-on-phone">
      {t.keys}:{' '}
      {[...READING, ...(may('instruct') ? DOING : [])].map(([key, says]) => (
        <span key={key}>
          <kbd>{key}</kbd> {t[says]}
        </span>
      ))}
    </p>
  );
}
