import type { Page } from './page';

const found = import.meta.glob<{ readonly default: Page }>('../pages/*/page.ts', { eager: true });

/** Every page there is: one folder each, found by itself. */
export const PAGES: readonly Page[] = Object.values(found)
  .map(({ default: page }) => page)
  .sort((a, b) => a.place - b.place);
