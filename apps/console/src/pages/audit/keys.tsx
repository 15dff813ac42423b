import { createContext, useContext, type ReactElement } from 'react';
import { Input } from 'antd';
import { useWords } from '../../i18n/language';
import { AUDIT } from './words';

/** Public keys that signatures are held against. */
export const Keys = createContext<readonly string[]>([]);
export const useKeys = (): readonly string[] => useContext(Keys);

interface KeyFieldProps {
  readonly own: string;
  readonly onChange: (key: string) => void;
}

/** A key of one's own in place of those that the server names. */
export function KeyField({ own, onChange }: KeyFieldProps): ReactElement {
  const t = useWords(AUDIT);
  return (
    <div className="audit-key">
      <label htmlFor="audit-key">
        {t.keys} {own.trim() === '' ? t.keysServer : t.keysOwn}
      </label>
      <Input id="audit-key" value={own} allowClear placeholder={t.keysForm} onChange={({ target }) => onChange(target.value)} />
      <small className="quiet">{t.keysHint}</small>
    </div>
  );
}
