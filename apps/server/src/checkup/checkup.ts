import type { Instant } from '#kernel';

/** `warning`: works, and will not or should not for long. `broken`: does not work, or money is not accounted for. */
export const VERDICTS = ['ok', 'warning', 'broken'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** Of the things that were set up, those that are looked at. */
export const CHECKED_KINDS = [
  'douyin-app',
  'douyin-shop',
  'live-room',
  'channel-account',
  'payment-interface',
  'terminal',
  'terms',
] as const;
export type CheckedKind = (typeof CHECKED_KINDS)[number];

/** A command that mends it. What only a person knows stands in angle brackets. */
export interface Send {
  readonly method: 'POST';
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Mending {
  readonly says: string;
  /** Null where it is mended outside of the ledger. */
  readonly send: Send | null;
}

export const FINDING_CODES = [
  'ACCOUNT_WITHOUT_KEYS',
  'BINDING_NOT_LIVE',
  'BINDING_SUSPENDED',
  'CALENDAR_YEAR_MISSING',
  'DEFAULT_INTERFACE_CLOSED',
  'DEFAULT_INTERFACE_MISSING',
  'DEFAULT_INTERFACE_UNBOUND',
  'DESTINATION_ENDS_SOON',
  'FEE_SCHEDULE_ENDS_SOON',
  'INTERFACE_CLOSED_WHILE_DEFAULT',
  'INTERFACE_ENDS_SOON',
  'METHOD_FEE_GAP',
  'METHOD_WITHOUT_FEE',
  'NO_FEE_SCHEDULE',
  'NO_NOTICE',
  'NO_SETTLEMENT_DESTINATION',
  'PROBE_FAILED',
  'PROBE_NOT_POSSIBLE',
  'PROBE_REFUSED',
  'PUBLIC_KEY_UNUSABLE',
  'PULL_FAILING',
  'PULL_NEVER_ON',
  'PULL_OFF',
  'SECRET_MISSING',
  'SECRET_OVERLAP_ENDS',
  'SECRET_UNDECIPHERABLE',
  'TERMINAL_SILENT',
  'TERMINAL_SUSPENDED',
  'TERMINAL_USED_ELSEWHERE',
  'TERMS_NOT_ACKNOWLEDGED',
] as const;
export type FindingCode = (typeof FINDING_CODES)[number];

export interface Finding {
  readonly code: FindingCode;
  /** `ok`: worth knowing, nothing to be done. */
  readonly verdict: Verdict;
  readonly says: string;
  /** Null where that is not known. */
  readonly since: Instant | null;
  readonly mend: Mending;
}

/** A notice that the ledger signed and sent to itself. `refused`: as not genuine. `failed`: answered otherwise, or not at all. */
export interface Probe {
  readonly outcome: 'verified' | 'refused' | 'failed';
  /** HTTP status; null where nobody answered. */
  readonly status: number | null;
  /** Code in the body. */
  readonly code: string | null;
}

/** One thing that was set up, and what there is to say of it. */
export interface Checked {
  readonly kind: CheckedKind;
  readonly id: string;
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  /** Null where it takes no probe, or none could be signed. */
  readonly probe: Probe | null;
}

export interface Checkup {
  readonly at: Instant;
  /** The worst of all. */
  readonly verdict: Verdict;
  readonly bindings: readonly Checked[];
}

export const worst = (of: readonly { readonly verdict: Verdict }[]): Verdict =>
  VERDICTS.findLast((verdict) => of.some((one) => one.verdict === verdict)) ?? 'ok';

type Found = Finding | undefined;

/** What was found of one thing; undefined stands for what is as it should be. */
export function checked(kind: CheckedKind, id: string, found: readonly Found[], probe: Probe | null = null): Checked {
  const findings = found.filter((one) => one !== undefined);
  return { kind, id, verdict: worst(findings), findings, probe };
}

export const post = (path: string, body: Send['body']): Send => ({ method: 'POST', path, body });
