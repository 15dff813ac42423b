import { useState, type ReactElement } from 'react';
import { LogoutOutlined, MenuOutlined, SearchOutlined, UserOutlined } from '@ant-design/icons';
import { Button, Drawer, Dropdown, Grid, Layout } from 'antd';
import { Link, Outlet, useNavigate } from 'react-router';
import { COMMON } from '../i18n/common.words';
import { ROLES } from '../i18n/ledger.words';
import { useNames, useWords } from '../i18n/language';
import mark from '../mark.svg';
import { APP } from './app.words';
import { Banner } from './banner';
import { PageMenu, usePagesSeen } from './menu';
import { CommandPalette } from './palette';
import { useSession, useSignOut } from './session';
import { ShortcutHelp } from './shortcut-help';
import { useShortcuts } from './shortcuts';
import { LanguageSwitch, ThemeSwitch } from './switches';

const SIDE_PX = 248;
const CONTENT = 'content';

/** The frame around every page: banner, head, menu, and what keys open. */
export function Shell(): ReactElement {
  const common = useWords(COMMON);
  const isWide = Grid.useBreakpoint().lg !== false;
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
      <Layout className="shell">
        <Head isWide={isWide} onMenu={() => setOpen('menu')} onPalette={() => setOpen('palette')} />
        <Layout hasSider={isWide}>
          {isWide && (
            <Layout.Sider width={SIDE_PX} className="shell-side">
              <PageMenu />
            </Layout.Sider>
          )}
          <main id={CONTENT} className="ant-layout-content shell-main" tabIndex={-1}>
            <Outlet />
          </main>
        </Layout>
      </Layout>
      <Drawer
        open={open === 'menu'}
        onClose={close}
        placement="left"
        size={SIDE_PX + 48}
        title={common.product}
        styles={{ body: { padding: 8 } }}
      >
        <PageMenu onGone={close} />
      </Drawer>
      <CommandPalette isOpen={open === 'palette'} onClose={close} />
      <ShortcutHelp isOpen={open === 'help'} onClose={close} />
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
    <Layout.Header className="shell-head">
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
    </Layout.Header>
  );
}

function Account(): ReactElement {
  const t = useWords(APP);
  const { name, role } = useSession();
  const roleName = useNames(ROLES)(role);
  const signOut = useSignOut();
  const items = [
    { key: 'who', label: `${name} · ${roleName}`, disabled: true },
    { key: 'out', label: t.signOut, icon: <LogoutOutlined />, onClick: () => void signOut() },
  ];
  return (
    <Dropdown menu={{ items }} trigger={['click']}>
      <Button type="text" icon={<UserOutlined />} aria-label={`${t.account}: ${name}, ${roleName}`}>
        <span className="hide-on-phone">{roleName}</span>
      </Button>
    </Dropdown>
  );
}
