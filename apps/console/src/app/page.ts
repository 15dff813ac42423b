import type { ComponentType } from 'react';
import type { paths } from '../api/generated/openapi';
import type { Words } from '../i18n/language';

type Session = paths['/session']['get']['responses'][200]['content']['application/json'];
export type Need = Session['may'][number];

/** What the shell must know of a page before it is loaded. */
export interface Page {
  /** The folder's name: the address of the page and all that stands below it. */
  readonly name: string;
  /** Where in the menu, from the top. */
  readonly place: number;
  /** Who may not do this does not see the page. */
  readonly needs: Need;
  /** Goes there after `g`. */
  readonly shortcut: string;
  readonly Icon: ComponentType;
  readonly title: Words<'title'>;
  /** The page itself, loaded when somebody goes there. */
  readonly load: () => Promise<{ readonly default: ComponentType }>;
}

export const definePage = (page: Page): Page => page;
