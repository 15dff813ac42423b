import { lazy, useState, useSyncExternalStore, type ReactElement } from 'react';
import { MenuOutlined, SearchOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { Link, Outlet, useNavigate } from 'react-router';
import { COMMON } from '../i18n/common.words';
import { useWords } from '../i18n/language';
import mark from '../mark.svg';
import { Account } from './account';
import { APP } from './app.words';
import { Banner } from './banner';
import { PageMenu, usePagesSeen } from './menu';
import { Opened } from './opened';
import { useShortcuts } from './shortcuts';
import { LanguageSwitch, ThemeSwitch } from './switches';

const MenuDrawer = lazy(async () => ({ default: (await import('./menu-drawer')).MenuDrawer }));
const CommandPalette = lazy(async () => ({ default: (await import('./palette')).CommandPalette }));
const ShortcutHelp = lazy(async () => ({ default: (await import('./shortcut-help')).ShortcutHelp }));

const CONTENT = 'content';
const WIDE = matchMedia('(min-width: 992px)');

const onWidth = (changed: () => void): (() => void) => {
  WIDE.addEventListener('change', changed);
  return () => WIDE.removeEventListener('change', changed);
};

/** The frame around every page: banner, head, menu, and what keys open. */
export function Shell(): ReactElement {
  const common = useWords(COMMON);
  const isWide = useSyncExternalStore(onWidth, () => WIDE.matches);
  const navigate = useNavigate();
  const pages = usePagesSeen();
  const [open, setOpen] = useState<'palette' | 'help' | 'menu' | undefined>();
  const close = (): void => setOpen(undefined);
  useShortcuts({
    onPalette: () => setOpen('palette'),
    onHelp: () => setOpen('help'),
    onGo: (letter) => {
      const page = pages.find(({ shortcut }) => shortcut === letter);
      if (page) void navigate(`/${page.name}`);
    },
  });
  return (
    <>
      <a className="skip" href={`#${CONTENT}`}>
        {common.skip}
      </a>
      <Banner />
      <div className="shell">
        <Head isWide={isWide} onMenu={() => setOpen('menu')} onPalette={() => setOpen('palette')} />
        <div className="shell-body">
          {isWide && (
            <aside className="shell-side">
              <PageMenu />
            </aside>
          )}
          <main id={CONTENT} className="shell-main" tabIndex={-1}>
            <Outlet />
          </main>
        </div>
      </div>
      <Opened isOpen={open === 'menu'}>
        <MenuDrawer isOpen={open === 'menu'} onClose={close} />
      </Opened>
      <Opened isOpen={open === 'palette'}>
        <CommandPalette isOpen={open === 'palette'} onClose={close} />
      </Opened>
      <Opened isOpen={open === 'help'}>
        <ShortcutHelp isOpen={open === 'help'} onClose={close} />
      </Opened>
    </>
  );
}

interface HeadProps {
  readonly isWide: boolean;
  readonly onMenu: () => void;
  readonly onPalette: () => void;
}

function Head({ isWide, onMenu, onPalette }: HeadProps): ReactElement {
  const t = useWords(APP);
  const { product } = useWords(COMMON);
  return (
    <header className="shell-head">
      {!isWide && <Button type="text" icon={<MenuOutlined />} aria-label={t.openMenu} onClick={onMenu} />}
      <Link to="/" className="shell-mark">
        <img src={mark} alt="" />
        {product}
      </Link>
      <span className="shell-gap" />
      <Button type={isWide ? 'default' : 'text'} icon={<SearchOutlined />} aria-label={t.palette} onClick={onPalette}>
        {isWide && (
          <>
            {t.palette} <kbd>Ctrl K</kbd>
          </>
        )}
      </Button>
      <LanguageSwitch />
      <ThemeSwitch />
      <Account />
    </header>
  );
}
