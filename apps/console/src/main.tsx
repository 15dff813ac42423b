import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { QueryClientProvider } from '@tanstack/react-query';
import { BrowserRouter } from 'react-router';
import { queryClient } from './api/answers';
import { ErrorBoundary } from './app/error-boundary';
import { AppRoutes } from './app/router';
import { SessionGate } from './app/session';
import { ThemeProvider } from './app/theme';
import { LanguageProvider } from './i18n/language';
import 'virtual:antd/base.css';
import './styles.css';

const root = document.getElementById('root');
if (!root) throw new Error('the page has no root');

createRoot(root).render(
  <StrictMode>
    <LanguageProvider>
      <ThemeProvider>
        <ErrorBoundary>
          <QueryClientProvider client={queryClient}>
            <BrowserRouter>
              <SessionGate>
                <AppRoutes />
              </SessionGate>
            </BrowserRouter>
          </QueryClientProvider>
        </ErrorBoundary>
      </ThemeProvider>
    </LanguageProvider>
  </StrictMode>,
);
