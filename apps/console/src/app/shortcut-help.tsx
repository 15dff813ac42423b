import type { ReactElement } from 'react';
import { Modal } from 'antd';
import { filled, useLanguage, useWords } from '../i18n/language';
import { APP } from './app.words';
import { usePagesSeen } from './menu';

export function ShortcutHelp({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }): ReactElement {
  const t = useWords(APP);
  const { language } = useLanguage();
  const rows = [
    { keys: 'Ctrl K / ⌘ K', says: t.shortcutPalette },
    { keys: '?', says: t.shortcutHelp },
    ...usePagesSeen().map(({ shortcut, title }) => ({
      keys: `g ${shortcut}`,
      says: filled(t.shortcutGo, { page: title[language].title }),
    })),
  ];
  return (
    <Modal open={isOpen} onCancel={onClose} footer={null} title={t.shortcuts}>
      <table className="plain-table">
        <tbody>
          {rows.map(({ keys, says }) => (
            <tr key={keys}>
              <td>
                <kbd>{keys}</kbd>
              </td>
              <td>{says}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Modal>
  );
}
