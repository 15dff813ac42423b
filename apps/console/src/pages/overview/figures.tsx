import type { ReactElement, ReactNode } from 'react';
import { useAnswer } from '../../api/answers';
import { count } from '../../i18n/formats';
import { filled, useLanguage, useWords } from '../../i18n/language';
import { Money } from '../../parts/money';
import { Loaded } from '../../parts/states';
import { queryOf, type Scope } from './scope';
import { OVERVIEW } from './words';

/** The figures that everything else explains. */
export function Figures({ scope }: { readonly scope: Scope }): ReactElement {
  const t = useWords(OVERVIEW);
  const { language } = useLanguage();
  const daily = useAnswer('/v1/reports/daily', { query: { ...queryOf(scope), by: ['merchant'] } });
  return (
    <section className="panel" aria-label={t.gross}>
      <Loaded of={daily} rows={2}>
        {({ data: [row] }) => (
          <dl className="overview-figures">
            <Figure title={t.gross} hint={filled(t.sales, { count: count(row?.saleCount ?? 0, language) })}>
              <Money fen={row?.gross ?? 0} />
            </Figure>
            <Figure title={t.refunds} hint={filled(t.sales, { count: count(row?.refundCount ?? 0, language) })}>
              <Money fen={-(row?.refunds ?? 0)} as="signed" />
            </Figure>
            <Figure title={t.fees}>
              <Money fen={-(row?.fees ?? 0)} as="signed" />
            </Figure>
            <Figure title={t.net}>
              <Money fen={row?.net ?? 0} />
            </Figure>
            <Figure title={t.settled} hint={filled(t.sales, { count: count(row?.settlementCount ?? 0, language) })}>
              <Money fen={row?.settledNet ?? 0} />
            </Figure>
            <Figure title={t.outstandingNow}>
              <Money fen={row?.outstandingAtEnd ?? 0} />
            </Figure>
          </dl>
        )}
      </Loaded>
    </section>
  );
}

interface FigureProps {
  readonly title: string;
  readonly hint?: string;
  readonly children: ReactNode;
}

function Figure({ title, hint, children }: FigureProps): ReactElement {
  return (
    <div className="overview-figure">
      <dt>{title}</dt>
      <dd className="is-big">{children}</dd>
      {hint !== undefined && <dd className="quiet">{hint}</dd>}
    </div>
  );
}
