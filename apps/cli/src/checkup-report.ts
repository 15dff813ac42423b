import { tableOf, type PrintedColumn } from './tables.js';

interface FindingView {
  readonly code: string;
  readonly verdict: string;
  readonly says: string;
  readonly since: string | null;
  readonly mend: {
    readonly says: string;
    readonly send: { readonly method: string; readonly path: string; readonly body: unknown } | null;
  };
}

interface BindingView {
  readonly kind: string;
  readonly id: string;
  readonly verdict: string;
  readonly findings: readonly FindingView[];
  readonly probe: { readonly outcome: string } | null;
}

/** What a checkup answers. */
export interface CheckupView {
  readonly at: string;
  readonly verdict: string;
  readonly bindings: readonly BindingView[];
}

const COLUMNS: readonly PrintedColumn<BindingView>[] = [
  { head: 'binding', cell: ({ kind }) => kind },
  { head: 'id', cell: ({ id }) => id },
  { head: 'verdict', cell: ({ verdict }) => verdict },
  { head: 'probe', cell: ({ probe }) => probe?.outcome ?? '-' },
  { head: 'found', cell: ({ findings }) => findings.map(({ code }) => code).join(', ') || '-' },
];

/** A line for each binding, then each finding with the way to mend it. */
export function checkupLines({ at, verdict, bindings }: CheckupView): string[] {
  return [`Set-up at ${at}: ${verdict}`, ...tableOf(COLUMNS, bindings), ...bindings.flatMap(mendingLines)];
}

const mendingLines = ({ kind, id, findings }: BindingView): string[] =>
  findings.flatMap(({ code, verdict, says, since, mend }) => [
    '',
    `${verdict}: ${kind} ${id}, ${code}${since === null ? '' : ` since ${since}`}`,
    `  ${says}`,
    `  ${mend.says}`,
    ...(mend.send ? [`  ${mend.send.method} ${mend.send.path}`, `  ${JSON.stringify(mend.send.body)}`] : []),
  ]);
