import { useState, type ReactElement } from 'react';
import { Button } from 'antd';
import { BULK } from '../i18n/bulk.words';
import { count } from '../i18n/formats';
import { filled, useLanguage, useWords } from '../i18n/language';
import { BulkModal, type BulkDoing } from './bulk-modal';
import type { Chosen } from './chosen';
import './bulk.css';

interface BulkBarProps<Row> {
  readonly chosen: Chosen<Row>;
  /** What may be done with each: always as many, in one order. */
  readonly doings: readonly BulkDoing<Row>[];
}

/** Stands above a list all the time, so that nothing moves when the first row is chosen. */
export function BulkBar<Row>({ chosen, doings }: BulkBarProps<Row>): ReactElement {
  const t = useWords(BULK);
  const { language } = useLanguage();
  const [asked, setAsked] = useState<number>();
  const { rows, nameOf, chooseAll } = chosen;
  const doing = asked === undefined ? undefined : doings[asked];
  return (
    <div className="bulk-bar" role="toolbar" aria-label={t.bar}>
      <span role="status" className={rows.length === 0 ? 'quiet' : ''}>
        {filled(t.chosen, { count: count(rows.length, language) })}
      </span>
      {doings.map(({ title }, at) => (
        <Button key={title} size="small" disabled={rows.length === 0} onClick={() => setAsked(at)}>
          {title}
        </Button>
      ))}
      {rows.length > 0 && (
        <Button size="small" type="link" onClick={() => chooseAll(false)}>
          {t.clear}
        </Button>
      )}
      {doing && <BulkModal doing={doing} rows={rows} nameOf={nameOf} onClose={() => setAsked(undefined)} />}
    </div>
  );
}
