import type { ReactElement } from 'react';
import { CopyOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { COMMON } from '../i18n/common.words';
import { useWords } from '../i18n/language';

/** An id in figures of one width, with a button that copies it. */
export function Copyable({ text }: { readonly text: string }): ReactElement {
  const t = useWords(COMMON);
  const { message } = App.useApp();
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    void message.success(t.copied);
  };
  return (
    <span>
      <span className="figure">{text}</span>{' '}
      <Button size="small" type="text" icon={<CopyOutlined />} aria-label={`${t.copy} ${text}`} onClick={() => void copy()} />
    </span>
  );
}
