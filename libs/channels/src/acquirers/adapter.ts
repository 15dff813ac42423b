import type { Instant, Money, Sealed } from '#kernel';
import type { ChannelAccount } from '#merchants';
import type { JsonObject } from '../exact-json.js';
import type { Headers } from '../headers.js';
import type { ParkReason } from '../parking.js';
import type { PersonPolicy } from '../persons.js';
import type { BodyForm } from './body-forms.js';
import type { Meaning } from './meanings.js';

/** Aggregated acquirers that tell us of payments; each is the channel of its payments and a kind of channel account. */
export const ACQUIRERS = ['shouqianba', 'lakala', 'allinpay'] as const;
export type Acquirer = (typeof ACQUIRERS)[number];

export interface SignedRequest {
  readonly headers: Headers;
  /** The body to the byte as it came. */
  readonly rawBody: Buffer;
  /** Account that the address names, for a sender whose message names none before it is verified. */
  readonly account?: string;
}

/** A claim that a body is signed, not yet verified. */
export interface SignatureClaim {
  /** Accounts that may have signed it, the likeliest first. */
  readonly accountIds: readonly string[];
  /** As it came: what stands as evidence. */
  readonly signature: string;
  /** Unix seconds that the signature covers, where it covers any. */
  readonly signedAtS?: number;
  /** By which of the account's keys it is genuine; undefined where it is not. */
  isGenuine(account: ChannelAccount): 'shared key' | 'key pair' | undefined;
}

/** What a notice says of one transaction, in our words. */
export interface Told {
  readonly meaning: Meaning;
  /** Their own word or code for it. */
  readonly status: string;
  /** The acquirer's own number of the payment. */
  readonly tradeNo: string;
  /** Tells the transaction from the payment's others: empty for the purchase that opens it. */
  readonly part: string;
  /** Absent: the account's own id is the merchant number. */
  readonly merchantNo?: string;
  readonly terminalNo?: string;
  readonly occurredAt: Instant;
  /** 分; 0 where the transaction has none of its own. */
  readonly amount: Money;
  readonly method: string;
  /** The wallet's number of the purchase. */
  readonly channelTradeNo?: string;
  readonly rrn?: string;
  /** Masked. */
  readonly card?: Sealed;
  /** Open id or wallet account. */
  readonly payer?: Sealed;
  readonly cardType?: string;
  /** Who was at the till. */
  readonly operatorNo?: string;
}

/** What a message could be read as. `ignored`: in progress, nothing final. `parked` waits for a person. */
export type ToldReading =
  | { readonly told: Told }
  | { readonly ignored: string }
  | { readonly wrong: readonly string[] }
  | { readonly parked: ParkReason; readonly detail: string };

/** A message as its sender would send it. */
export interface SignedMessage {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Everything that one acquirer does in its own way. */
export interface AcquirerAdapter {
  readonly acquirer: Acquirer;
  readonly form: BodyForm;
  /** Plain text that ends its retries. */
  readonly success: string;
  /** How far the signed time may be off, in seconds, unless configured; absent where the signature covers none. */
  readonly windowS?: number;
  /** Undefined where there is no signature to verify. */
  readonly claim: (request: SignedRequest) => SignatureClaim | undefined;
  /** A probe that is signed with the shared key of an account; absent where only the acquirer can sign. */
  readonly probe?: (accountId: string, key: string) => SignedMessage;
  /** Who is told in a message of it. */
  readonly persons: (message: JsonObject) => PersonPolicy;
  /** Of a message without persons. */
  readonly read: (message: JsonObject) => ToldReading;
}
