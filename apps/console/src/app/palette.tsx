import { useId, useState, type KeyboardEvent, type ReactElement } from 'react';
import { SearchOutlined } from '@ant-design/icons';
import { Input, Modal } from 'antd';
import { useNavigate } from 'react-router';
import { filled, useLanguage, useWords } from '../i18n/language';
import { APP } from './app.words';
import { usePagesSeen } from './menu';

interface Choice {
  readonly key: string;
  readonly label: string;
  readonly hint: string;
  readonly to: string;
}

/** Pages by their names in either language, and whatever else was typed as a number to be found. */
function useChoices(text: string): readonly Choice[] {
  const t = useWords(APP);
  const { language } = useLanguage();
  const asked = text.trim();
  const isMeant = (words: string): boolean => words.toLowerCase().includes(asked.toLowerCase());
  const pages = usePagesSeen();
  const named = pages
    .filter(({ title, name }) => isMeant(`${title.en.title} ${title['zh-CN'].title} ${name}`))
    .map(({ name, title, shortcut }) => ({ key: name, label: title[language].title, hint: `g ${shortcut}`, to: `/${name}` }));
  const canFind = asked !== '' && pages.some(({ name }) => name === 'orders');
  const found = { key: '#', label: filled(t.findId, { id: asked }), hint: '↵', to: `/orders?id=${encodeURIComponent(asked)}` };
  return canFind ? [...named, found] : named;
}

/** Where to go next, by keyboard. */
export function CommandPalette({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }): ReactElement {
  const t = useWords(APP);
  return (
    <Modal open={isOpen} onCancel={onClose} footer={null} title={t.palette} destroyOnHidden>
      <Finder onClose={onClose} />
    </Modal>
  );
}

function Finder({ onClose }: { readonly onClose: () => void }): ReactElement {
  const t = useWords(APP);
  const navigate = useNavigate();
  const list = useId();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const choices = useChoices(text);
  const go = (choice: Choice | undefined): void => {
    if (!choice) return;
    onClose();
    void navigate(choice.to);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Enter') go(choices[at]);
    if (step === undefined || choices.length === 0) return;
    event.preventDefault();
    setAt((at + step + choices.length) % choices.length);
  };
  const optionId = (key: string): string => `${list}-${key}`;
  const current = choices[at];
  return (
    <>
      <Input
        autoFocus
        prefix={<SearchOutlined />}
        placeholder={t.paletteHint}
        value={text}
        role="combobox"
        aria-label={t.palette}
        aria-expanded
        aria-controls={list}
        {...(current && { 'aria-activedescendant': optionId(current.key) })}
        onChange={({ target }) => {
          setText(target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <ul id={list} className="palette-list" role="listbox" aria-label={t.palette}>
        {choices.map((choice, index) => (
          <li key={choice.key} id={optionId(choice.key)} role="option" aria-selected={index === at} onClick={() => go(choice)}>
            <span>{choice.label}</span>
            <kbd>{choice.hint}</kbd>
          </li>
        ))}
      </ul>
    </>
  );
}
