import type { ReactElement } from 'react';
import { Menu } from 'antd';
import { Link, useLocation } from 'react-router';
import { useLanguage, useWords } from '../i18n/language';
import { APP } from './app.words';
import type { Page } from './page';
import { PAGES } from './pages';
import { useMay } from './session';

/** The pages that the role may see, in the order of the menu. */
export function usePagesSeen(): readonly Page[] {
  const may = useMay();
  return PAGES.filter(({ needs }) => may(needs));
}

export function PageMenu({ onGone }: { readonly onGone?: () => void }): ReactElement {
  const t = useWords(APP);
  const { language } = useLanguage();
  const { pathname } = useLocation();
  const items = usePagesSeen().map(({ name, Icon, title }) => ({
    key: name,
    icon: <Icon />,
    label: <Link to={`/${name}`}>{title[language].title}</Link>,
  }));
  return (
    <nav aria-label={t.pages}>
      <Menu mode="inline" selectedKeys={[pathname.split('/')[1] ?? '']} items={items} {...(onGone && { onClick: onGone })} />
    </nav>
  );
}
