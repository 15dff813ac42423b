import { useEffect, useRef, useState, type FocusEvent, type KeyboardEvent, type ReactElement } from 'react';
import { LogoutOutlined, UserOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { ROLES } from '../i18n/ledger.words';
import { useNames, useWords } from '../i18n/language';
import { APP } from './app.words';
import { useSession, useSignOut } from './session';

/** Who is signed in, and the way out. */
export function Account(): ReactElement {
  const t = useWords(APP);
  const { name, role } = useSession();
  const roleName = useNames(ROLES)(role);
  const signOut = useSignOut();
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isOpen) first.current?.focus();
  }, [isOpen]);
  const onKeyDown = ({ key }: KeyboardEvent): void => {
    if (key !== 'Escape') return;
    setOpen(false);
    button.current?.focus();
  };
  const onBlur = ({ currentTarget, relatedTarget }: FocusEvent): void => {
    if (!currentTarget.contains(relatedTarget)) setOpen(false);
  };
  return (
    <div className="account" onKeyDown={onKeyDown} onBlur={onBlur}>
      <Button
        ref={button}
        type="text"
        icon={<UserOutlined />}
        aria-label={`${t.account}: ${name}, ${roleName}`}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <span className="hide-on-phone">{roleName}</span>
      </Button>
      {isOpen && (
        <div className="account-menu">
          <p className="quiet">
            {name} · {roleName}
          </p>
          <div role="menu" aria-label={t.account}>
            <button ref={first} type="button" role="menuitem" onClick={() => void signOut()}>
              <LogoutOutlined aria-hidden="true" /> {t.signOut}
            </button>
          </div>
        </div>
      )}
    </div>
  );
}
