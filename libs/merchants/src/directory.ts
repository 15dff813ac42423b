import type { CutOff, Instant } from '#kernel';
import type { BindingState } from './domain/binding.js';
import type { CallKey } from './domain/call-key.js';
import type { ChannelAccountKind } from './domain/channel-account.js';
import type { PaymentInterface } from './domain/payment-interfaces.js';
import type { TerminalStatus } from './domain/terminal.js';

/** A Douyin developer app that signs pushes. `secrets` verify: one, or two while a rotation overlaps. */
export interface DouyinApp {
  readonly appKey: string;
  readonly merchantId: string;
  readonly secrets: readonly string[];
}

export interface DouyinShop {
  readonly shopId: string;
  readonly merchantId: string;
  readonly appKey: string;
  /** Store that its sales are counted to; `-` where none was named. */
  readonly storeId: string;
  /** End of the merchant's accounting day (日切). */
  readonly cutOff: CutOff;
  /** Where the binding stands. What a shop that is not live sends is recorded all the same. */
  readonly state: BindingState;
}

/** An account with an outside party that signs what it sends. */
export interface ChannelAccount {
  readonly kind: ChannelAccountKind;
  /** client_key, appid, terminal_sn, mchid: what the party itself calls it. */
  readonly accountId: string;
  readonly merchantId: string;
  /** `-` where it counts to no store. */
  readonly storeId: string;
  /** Shared keys that verify, the newest first: one, two while a rotation overlaps, none where a key pair signs. JSON text where the party needs several values. */
  readonly secrets: readonly string[];
  /** PEM of the party, for schemes with a key pair. */
  readonly publicKeys: readonly string[];
  readonly cutOff: CutOff;
  readonly state: BindingState;
}

/** What an order without a choice of its own is paid through. */
export interface ChosenInterface {
  readonly interfaceId: string;
  readonly chosenBy: 'live_room' | 'shop';
}

export interface Terminal {
  readonly merchantNo: string;
  readonly terminalNo: string;
  readonly merchantId: string;
  /** Channel that collects what this terminal takes unless a message says otherwise: `unionpay`, `lakala` … */
  readonly acquirer: string;
  readonly model: string;
  /** Keys that sign its messages: one, or two while a rotation overlaps. */
  readonly keys: readonly string[];
  readonly cutOff: CutOff;
  /** The store it stood in then; before its first placement, that one. */
  storeAt(at: Instant): string;
  /** What it might take then: as it was configured, else what its model can. Undefined: neither is known, so nothing can be held against it. */
  methodsAt(at: Instant): readonly string[] | undefined;
  /** An instruction is for a terminal that is active; what another one sends is recorded all the same. */
  statusAt(at: Instant): TerminalStatus;
}

/** Merchant number of an acquirer or wallet → whose it is. */
export interface AcquiredMerchant {
  readonly merchantNo: string;
  readonly merchantId: string;
  readonly cutOff: CutOff;
}

/** What channels ask of the set-up. Undefined means: not known here. Reads the set-up streams themselves, so it is never behind a command. */
export interface MerchantDirectory {
  douyinApp(appKey: string): Promise<DouyinApp | undefined>;
  douyinShop(shopId: string): Promise<DouyinShop | undefined>;
  terminal(merchantNo: string, terminalNo: string): Promise<Terminal | undefined>;
  acquiredMerchant(merchantNo: string): Promise<AcquiredMerchant | undefined>;
  channelAccount(kind: ChannelAccountKind, accountId: string): Promise<ChannelAccount | undefined>;
  /** What our own calls to a party are signed with; without anything where nobody said. */
  callKey(kind: ChannelAccountKind, accountId: string): Promise<CallKey>;
  /** With its validity: whether it is open at a moment is for the asker to say. */
  paymentInterface(merchantId: string, interfaceId: string): Promise<PaymentInterface | undefined>;
  /** The default at that moment, of the live room while it belongs to that shop, else of the shop; one that is closed then is none. */
  defaultInterface(shopId: string, liveRoomId: string | undefined, at: Instant): Promise<ChosenInterface | undefined>;
  /** Whether a shop may be paid through an interface at that moment. */
  isShopBoundTo(shopId: string, interfaceId: string, at: Instant): Promise<boolean>;
}
