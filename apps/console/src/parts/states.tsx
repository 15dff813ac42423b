import type { ReactElement, ReactNode } from 'react';
import { DisconnectOutlined, InboxOutlined, LockOutlined, WarningOutlined } from '@ant-design/icons';
import { Button, Skeleton } from 'antd';
import { LEDGER_PROBLEMS } from '../api/ledger-problem.words';
import { ApiProblem, PROBLEMS } from '../api/problem';
import { COMMON } from '../i18n/common.words';
import { filled, useWords, useLanguage, type Language } from '../i18n/language';

interface StateProps {
  readonly mark: ReactNode;
  readonly title: string;
  readonly hint?: ReactNode;
  readonly isBad?: boolean;
  readonly children?: ReactNode;
}

/** What stands where data would: what is the matter, and what to do about it. */
export function State({ mark, title, hint, isBad = false, children }: StateProps): ReactElement {
  return (
    <div className="state">
      <span className={isBad ? 'state-mark is-bad' : 'state-mark'} aria-hidden="true">
        {mark}
      </span>
      <h3>{title}</h3>
      {hint !== undefined && <p>{hint}</p>}
      {children}
    </div>
  );
}

export function Loading({ rows = 4 }: { readonly rows?: number }): ReactElement {
  const t = useWords(COMMON);
  return (
    <div className="panel-body" role="status" aria-label={t.loading}>
      <Skeleton active title={false} paragraph={{ rows }} />
    </div>
  );
}

export function Empty({ hint, children }: { readonly hint?: string; readonly children?: ReactNode }): ReactElement {
  const t = useWords(COMMON);
  return (
    <State mark={<InboxOutlined />} title={t.empty} hint={hint ?? t.emptyHint}>
      {children}
    </State>
  );
}

export function Forbidden(): ReactElement {
  const t = useWords(COMMON);
  return <State mark={<LockOutlined />} title={t.forbidden} hint={t.forbiddenHint} />;
}

/** What went wrong in the reader's language, with the id by which the log finds it. */
export function Failed({ error, retry }: { readonly error: unknown; readonly retry?: () => void }): ReactElement {
  const t = useWords(COMMON);
  const says = useProblem();
  if (error instanceof ApiProblem && error.code === 'ROLE_FORBIDDEN') return <Forbidden />;
  const request = error instanceof ApiProblem ? error.document?.request : undefined;
  const mark = error instanceof ApiProblem && error.status === 0 ? <DisconnectOutlined /> : <WarningOutlined />;
  return (
    <div role="alert">
      <State mark={mark} isBad title={t.failed} hint={says(error)}>
        {request !== undefined && (
          <small className="quiet">
            {t.requestId} {request}
          </small>
        )}
        {retry && <Button onClick={retry}>{t.retry}</Button>}
      </State>
    </div>
  );
}

/** Only until the page of that name is there. */
export function NotBuilt(): ReactElement {
  const t = useWords(COMMON);
  return <State mark={<InboxOutlined />} title={t.notBuilt} />;
}

function problemText(error: unknown, language: Language): string {
  const words: Readonly<Record<string, string>> = PROBLEMS[language];
  if (!(error instanceof ApiProblem)) return words['FAULT'] ?? '';
  const known = words[error.code] ?? (language === 'zh-CN' ? LEDGER_PROBLEMS[error.code] : undefined);
  return known ?? filled(words[error.status >= 500 ? 'other5' : 'other4'] ?? '', { code: error.code });
}

/** Says a problem in the language of the moment; in English the server's own sentence where there is none here. */
export function useProblem(): (error: unknown) => string {
  const { language } = useLanguage();
  return (error) => {
    const own = error instanceof ApiProblem && !(error.code in PROBLEMS.en) ? error.document?.title : undefined;
    return (language === 'en' ? own : undefined) ?? problemText(error, language);
  };
}

interface LoadedProps<T> {
  readonly of: {
    readonly data?: T | undefined;
    readonly error: unknown;
    readonly isPending: boolean;
    readonly refetch: () => unknown;
  };
  readonly isEmpty?: (data: T) => boolean;
  readonly empty?: ReactNode;
  readonly rows?: number;
  readonly children: (data: T) => ReactNode;
}

/** The four states of what was asked: loading, failed, empty, there. */
export function Loaded<T>({ of, isEmpty, empty, rows = 4, children }: LoadedProps<T>): ReactElement {
  if (of.data === undefined && of.error !== null) return <Failed error={of.error} retry={() => void of.refetch()} />;
  if (of.data === undefined) return <Loading rows={rows} />;
  if (isEmpty?.(of.data)) return <>{empty ?? <Empty />}</>;
  return <>{children(of.data)}</>;
}
