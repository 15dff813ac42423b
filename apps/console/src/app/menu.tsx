import type { ReactElement } from 'react';
import { NavLink } from 'react-router';
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

/** Links and nothing else: the page that is open says so by `aria-current`. */
export function PageMenu({ onGone }: { readonly onGone?: () => void }): ReactElement {
  const t = useWords(APP);
  const { language } = useLanguage();
  return (
    <nav aria-label={t.pages}>
      <ul className="page-menu">
        {usePagesSeen().map(({ name, Icon, title }) => (
          <li key={name}>
            <NavLink to={`/${name}`} {...(onGone && { onClick: onGone })}>
              <Icon />
              {title[language].title}
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
