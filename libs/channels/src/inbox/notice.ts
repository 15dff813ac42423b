import { createHash } from 'node:crypto';
import { deterministicId } from '#event-log';
import type { Instant } from '#kernel';

/** The doors that notices come in by. */
export const CHANNELS = [
  'douyin-push',
  'douyin-pull',
  'douyin-settle-bill',
  'douyin-account-items',
  'douyin-life',
  'douyin-life-ledger',
  'douyin-life-movements',
  'miniapp-ecpay',
  'miniapp-trade',
  'pos',
  'acquirer',
  'acquirer-disputes',
  'shouqianba',
  'lakala',
  'allinpay',
] as const;
export type Channel = (typeof CHANNELS)[number];

/** `ntc_<uuid>`, made of channel, source and content: the same message is the same notice. */
export type NoticeId = string;

/** Order of arrival within one inbox. */
export type NoticeNumber = number;

/** Proof that the sender said it: a signature over the whole body that the message came in. */
export interface Evidence {
  readonly signature: string;
  /** The whole body, where it is more than this message in brackets (`[` message `]`). */
  readonly body?: Buffer;
}

export interface NewNotice {
  readonly channel: Channel;
  /** Who the message speaks for: app key, `<merchant no>/<terminal no>`, shop id, merchant no, account with an acquirer. */
  readonly source: string;
  /** Who brought it; becomes the actor of the events: `douyin:<app key>`, `terminal:…`, `lakala:<appid>`, `key:…`. */
  readonly actor: string;
  /** The sender's own id of the message, where it has one of reasonable shape. */
  readonly externalId?: string;
  readonly receivedAt: Instant;
  /** One message, to the byte as it came, but for the card data that was taken out and the persons that were sealed. */
  readonly raw: Buffer;
  /** Card data was taken out, or persons sealed: signature and digest of the original no longer fit. */
  readonly sanitised: boolean;
  readonly evidence?: Evidence;
}

/** What became of a notice. `parked`: could not be decoded or applied; waits for a person, can be replayed. */
export type Settlement =
  | { readonly outcome: 'applied' }
  | { readonly outcome: 'ignored' | 'parked'; readonly reason: string; readonly detail?: string };

export type SettledAs = Settlement & { readonly at: Instant };

/** A notice in the inbox. */
export interface KeptNotice {
  readonly id: NoticeId;
  readonly number: NoticeNumber;
  readonly channel: Channel;
  readonly source: string;
  readonly actor: string;
  readonly receivedAt: Instant;
  /** SHA-256 of `raw`, hex. */
  readonly digest: string;
  /** Null until something became of it. */
  readonly settled: SettledAs | null;
}

export interface FullNotice extends KeptNotice {
  readonly raw: Buffer;
  readonly externalId: string | null;
  readonly sanitised: boolean;
  /** The signature and the whole body that it covers, where the channel signs. */
  readonly evidence: { readonly signature: string; readonly body: Buffer } | null;
}

export const digestOf = (raw: Uint8Array): string => createHash('sha256').update(raw).digest('hex');

export const noticeId = (channel: Channel, source: string, digest: string): NoticeId =>
  `ntc_${deterministicId('notice', channel, source, digest)}`;

const NOTICE_ID = /^ntc_[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
export const isNoticeId = (text: string): text is NoticeId => NOTICE_ID.test(text);

/** The body in brackets is what a signature over an array of one message covers. */
export const inBrackets = (raw: Buffer): Buffer => Buffer.concat([Buffer.from('['), raw, Buffer.from(']')]);
