import type { DomainEvent, Instant } from '#kernel';

/** `terms`: an agreement or a set of rules; `fee_standard`: what a party takes. */
export const TERMS_KINDS = ['terms', 'fee_standard'] as const;
export type TermsKind = (typeof TERMS_KINDS)[number];

interface TermsId {
  readonly merchantId: string;
  /** Whose terms: `douyin`, `wechat`, `unionpay` … */
  readonly party: string;
  readonly document: string;
  readonly version: string;
}

/** One version of a document. It stays in force until the next version of the same document takes effect. */
export interface TermsVersion extends TermsId {
  readonly kind: TermsKind;
  readonly effectiveFrom: Instant;
  readonly url: string;
  /** SHA-256 (hex) of the text that was read. */
  readonly digest?: string;
  /** What changed against the version before. */
  readonly changes: string;
}

export interface RegisterTermsVersion extends TermsVersion {
  readonly type: 'RegisterTermsVersion';
}
/** A person has read a version and accepts it for the merchant. */
export interface AcknowledgeTerms extends TermsId {
  readonly type: 'AcknowledgeTerms';
  readonly by: string;
  readonly at: Instant;
}

export type TermsCommand = RegisterTermsVersion | AcknowledgeTerms;
export type TermsEvent =
  DomainEvent<'TermsVersionRegistered', TermsVersion> | DomainEvent<'TermsAcknowledged', Omit<AcknowledgeTerms, 'type'>>;
