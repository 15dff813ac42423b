import type { ReactElement, ReactNode } from 'react';
import { useMay } from '../../app/session';
import { useWords } from '../../i18n/language';
import { SYSTEM } from './words';

interface TableProps {
  readonly label: string;
  readonly titles: readonly string[];
  readonly className?: string;
  /** Rows; for who may administer each ends with what may be done. */
  readonly children: ReactNode;
}

export function Table({ label, titles, className = '', children }: TableProps): ReactElement {
  const t = useWords(SYSTEM);
  const may = useMay();
  return (
    <div className={`scroll-x ${className}`} tabIndex={0} role="region" aria-label={label}>
      <table className="plain-table">
        <thead>
          <tr>
            {[...titles, ...(may('administer') ? [t.doings] : [])].map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
