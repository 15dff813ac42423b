import type { QueryOf } from '../../api/client';
import { useMay } from '../../app/session';
import { isDay, type Span } from '../../parts/span';
import { useUrlState } from '../../parts/url-state';

type Daily = QueryOf<'/v1/reports/daily'>;
type Ageing = QueryOf<'/v1/reports/ageing'>;
type ReportAxis = NonNullable<Daily['by']>[number];
type AgeingAxis = NonNullable<Ageing['by']>[number];
export type Axis = Exclude<ReportAxis | AgeingAxis, 'merchant'>;

/** What reports are broken down by; the page is of one merchant. */
export const REPORT_AXES = [
  'businessDate',
  'side',
  'channel',
  'method',
  'store',
  'liveRoom',
  'terminal',
  'operator',
  'destination',
] as const satisfies readonly ReportAxis[];
export const AGEING_AXES = [
  'side',
  'channel',
  'account',
  'method',
  'store',
  'liveRoom',
  'terminal',
  'operator',
  'destination',
] as const satisfies readonly AgeingAxis[];

export const PERIODS = ['day', 'week', 'month'] as const satisfies readonly NonNullable<Daily['per']>[];
type Per = (typeof PERIODS)[number];

/** Whose figures, of which days, and as known when. */
export interface Scope extends Span {
  readonly merchant: string;
  /** Empty: all. */
  readonly store: string;
  readonly per: Per;
  /** Only what is booked up to the end of this accounting day; empty: all of the span. */
  readonly effective: string;
  /** What was recorded by the end of this day; empty: all that is known by now. */
  readonly known: string;
}

/** What the address says beside merchant and span. Who may not look back asks of now. */
export function useScope(merchant: string, span: Span): Scope {
  const mayLookBack = useMay()('history');
  const [store] = useUrlState('store', '');
  const [per] = useUrlState('per', 'day', (text) => PERIODS.some((one) => one === text));
  const [effective] = useUrlState('effective', '', isDay);
  const [known] = useUrlState('known', '', isDay);
  return { ...span, merchant, store, per: per as Per, effective, known: mayLookBack ? known : '' };
}

/** The axes that the address names, of those that the report has. */
export function useBy<A extends Axis>(axes: readonly A[], unlessSaid: readonly A[]): readonly A[] {
  const [text] = useUrlState('by', '');
  const named = text.split(',').flatMap((name) => axes.find((axis) => axis === name) ?? []);
  return named.length > 0 ? named : unlessSaid;
}

type Filled<T> = { [K in keyof T]: T[K] };
const filledIn = <T extends object>(query: T): Filled<T> =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value !== '')) as Filled<T>;

export const dailyQuery = ({ merchant, store, from, to, per, effective, known }: Scope, by: readonly ReportAxis[]): Daily =>
  filledIn({ merchant, store, from, to, per, effective, known, by: [...by] });

/** Ages are of one day: the one looked back to, else the last of the span. */
export const ageingQuery = ({ merchant, store, to, effective, known }: Scope, by: readonly AgeingAxis[]): Ageing =>
  filledIn({ merchant, store, effective: effective === '' ? to : effective, known, by: [...by] });

export const settlementQuery = ({ merchant, from, to, effective, known }: Scope): QueryOf<'/v1/reports/settlement'> =>
  filledIn({ merchant, from, to, effective, known });

/** The same question as an address has it. */
export const asTexts = (query: object): Record<string, string> =>
  Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)]));
