import type { ReactElement, ReactNode } from 'react';
import { Button } from 'antd';
import { BULK } from '../i18n/bulk.words';
import { count } from '../i18n/formats';
import { filled, useLanguage, useWords } from '../i18n/language';
import type { Chosen } from './chosen';
import './bulk.css';

interface BulkBarProps<Row> {
  readonly chosen: Chosen<Row>;
  /** Buttons of what may be done with each. */
  readonly children: ReactNode;
}

/** Stands above a list all the time, so that nothing moves when the first row is chosen. */
export function BulkBar<Row>({ chosen, children }: BulkBarProps<Row>): ReactElement {
  const t = useWords(BULK);
  const { language } = useLanguage();
  const { rows, chooseAll } = chosen;
  return (
    <div className="bulk-bar" role="toolbar" aria-label={t.bar}>
      <span role="status" className={rows.length === 0 ? 'quiet' : ''}>
        {filled(t.chosen, { count: count(rows.length, language) })}
      </span>
      {children}
      {rows.length > 0 && (
        <Button size="small" type="link" onClick={() => chooseAll(false)}>
          {t.clear}
        </Button>
      )}
    </div>
  );
}
