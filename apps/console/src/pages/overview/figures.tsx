import type { ReactElement } from 'react';
import { useAnswer } from '../../api/answers';
import type { RowOf } from '../../api/client';
import { count } from '../../i18n/formats';
import { filled, useLanguage, useWords } from '../../i18n/language';
import { Money } from '../../parts/money';
import { Failed } from '../../parts/states';
import { queryOf, type Scope } from './scope';
import { OVERVIEW } from './words';

type Row = RowOf<'/v1/reports/daily'>;

/** The figures that everything else explains. Their titles stand at once, so that nothing below moves when the amounts come. */
export function Figures({ scope }: { readonly scope: Scope }): ReactElement {
  const t = useWords(OVERVIEW);
  const daily = useAnswer('/v1/reports/daily', { query: { ...queryOf(scope), by: ['merchant'] } });
  const isFailed = daily.data === undefined && daily.error !== null;
  return (
    <section className="panel" aria-label={t.gross} aria-busy={daily.isPending}>
      {isFailed ? <Failed error={daily.error} retry={() => void daily.refetch()} /> : <Amounts daily={daily.data?.data} />}
    </section>
  );
}

function Amounts({ daily }: { readonly daily: readonly Row[] | undefined }): ReactElement {
  const t = useWords(OVERVIEW);
  const { language } = useLanguage();
  const amount = (of: (row: Row) => number): number | undefined => daily && (daily[0] ? of(daily[0]) : 0);
  const times = (of: (row: Row) => number): string => {
    const value = amount(of);
    return value === undefined ? '' : filled(t.sales, { count: count(value, language) });
  };
  return (
    <dl className="overview-figures">
      <Figure title={t.gross} fen={amount((row) => row.gross)} hint={times((row) => row.saleCount)} />
      <Figure title={t.refunds} fen={amount((row) => -row.refunds)} as="signed" hint={times((row) => row.refundCount)} />
      <Figure title={t.fees} fen={amount((row) => -row.fees)} as="signed" />
      <Figure title={t.net} fen={amount((row) => row.net)} />
      <Figure title={t.settled} fen={amount((row) => row.settledNet)} hint={times((row) => row.settlementCount)} />
      <Figure title={t.outstandingNow} fen={amount((row) => row.outstandingAtEnd)} />
    </dl>
  );
}

interface FigureProps {
  readonly title: string;
  /** Undefined until it is known. */
  readonly fen: number | undefined;
  readonly as?: 'plain' | 'signed';
  readonly hint?: string;
}

function Figure({ title, fen, as = 'plain', hint }: FigureProps): ReactElement {
  return (
    <div className="overview-figure">
      <dt>{title}</dt>
      <dd className="is-big">{fen === undefined ? <span className="overview-wait" /> : <Money fen={fen} as={as} />}</dd>
      {hint !== undefined && <dd className="quiet overview-hint">{hint}</dd>}
    </div>
  );
}
