import { Suspense, lazy, useEffect, type ReactElement } from 'react';
import { Navigate, Route, Routes } from 'react-router';
import { COMMON } from '../i18n/common.words';
import { useLanguage, useWords } from '../i18n/language';
import { PageTitle } from '../parts/page';
import { Forbidden, Loading } from '../parts/states';
import { ErrorBoundary } from './error-boundary';
import { Shell } from './layout';
import type { Page } from './page';
import { PAGES } from './pages';
import { useMay } from './session';

// The page that is asked for is on its way before it is known who asks. Whether it came, its frame says.
const asked = PAGES.find(({ name }) => location.pathname.split('/')[1] === name) ?? PAGES[0];
asked?.load().catch(() => undefined);

const VIEWS = PAGES.map((page) => ({ page, View: lazy(page.load) }));

export function AppRoutes(): ReactElement {
  return (
    <Routes>
      <Route element={<Shell />}>
        <Route index element={<Navigate to={`/${PAGES[0]?.name ?? ''}`} replace />} />
        {VIEWS.map(({ page, View }) => (
          <Route
            key={page.name}
            path={`${page.name}/*`}
            element={
              <PageFrame page={page}>
                <View />
              </PageFrame>
            }
          />
        ))}
        <Route path="*" element={<Navigate to="/" replace />} />
      </Route>
    </Routes>
  );
}

/** Loads a page for those who may see it, under its own title, and keeps its faults to itself. */
function PageFrame({ page, children }: { readonly page: Page; readonly children: ReactElement }): ReactElement {
  const { product } = useWords(COMMON);
  const { language } = useLanguage();
  const may = useMay();
  const { title } = page.title[language];
  useEffect(() => {
    document.title = `${title} · ${product}`;
  }, [title, product]);
  if (!may(page.needs)) return <Forbidden />;
  return (
    <PageTitle value={title}>
      <ErrorBoundary key={page.name}>
        <Suspense fallback={<Loading rows={8} />}>{children}</Suspense>
      </ErrorBoundary>
    </PageTitle>
  );
}
