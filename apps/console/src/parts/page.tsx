import { createContext, useContext, useId, type ReactElement, type ReactNode } from 'react';

/** What the page is called in the menu; the frame says it. */
export const PageTitle = createContext('');

/** Heading of a page, as the menu has it unless said, with its filters and commands. */
export function PageHead({ title, children }: { readonly title?: string; readonly children?: ReactNode }): ReactElement {
  const ofMenu = useContext(PageTitle);
  return (
    <div className="page-head">
      <h1>{title ?? ofMenu}</h1>
      {children !== undefined && <div className="page-tools">{children}</div>}
    </div>
  );
}

interface PanelProps {
  readonly title: string;
  readonly tools?: ReactNode;
  /** Without padding, for tables. */
  readonly isFlush?: boolean;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A part of a page under a heading of its own. */
export function Panel({ title, tools, isFlush = false, className = '', children }: PanelProps): ReactElement {
  const id = useId();
  return (
    <section className={`panel ${className}`} aria-labelledby={id}>
      <div className="panel-head">
        <h2 id={id}>{title}</h2>
        {tools !== undefined && <div className="panel-tools">{tools}</div>}
      </div>
      <div className={isFlush ? 'panel-body is-flush' : 'panel-body'}>{children}</div>
    </section>
  );
}
