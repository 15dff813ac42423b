import { assertNever, canonicalJson, type Decider, type DomainEvent } from '#kernel';
import { judgeAdvance, type Advance, type BindingProgress } from './binding.js';
import { decided } from './once.js';
import {
  discard,
  isOneOf,
  judgeDiscarding,
  judgeRotation,
  newestOf,
  ringOf,
  rotate,
  type Discarding,
  type Rotation,
  type SealedSecret,
  type SecretRing,
} from './rotation.js';
import { reject } from './setup.rejections.js';

/** Outside parties that know a merchant by an account which signs what they send. */
export const CHANNEL_ACCOUNT_KINDS = [
  'douyin-life',
  'mini-app',
  'shouqianba',
  'lakala',
  'allinpay',
  'wechat',
  'alipay',
  'jdpay',
  'douyin-pay',
] as const;
export type ChannelAccountKind = (typeof CHANNEL_ACCOUNT_KINDS)[number];

interface AccountName {
  readonly kind: ChannelAccountKind;
  /** client_key, appid, terminal_sn, mchid: what the party itself calls it. */
  readonly accountId: string;
}
export interface AccountParticulars extends AccountName {
  readonly merchantId: string;
  /** `-` where it counts to no store. */
  readonly storeId: string;
  /** Absent where the party signs by a key pair alone. */
  readonly secret?: SealedSecret;
  /** PEM, of the party. */
  readonly publicKeys: readonly string[];
}

export type BindChannelAccount = AccountParticulars & { readonly type: 'BindChannelAccount' };
export type AdvanceChannelAccount = AccountName & Advance & { readonly type: 'AdvanceChannelAccount' };
export type RotateChannelAccountSecret = AccountName & Rotation & { readonly type: 'RotateChannelAccountSecret' };
export type DiscardChannelAccountSecret = AccountName & Discarding & { readonly type: 'DiscardChannelAccountSecret' };
/** All keys of the party that verify from now on: two while it changes them. */
export type SetChannelAccountKeys = AccountName & {
  readonly type: 'SetChannelAccountKeys';
  readonly publicKeys: readonly string[];
};
/** What we sign our own calls to the party with; the one before is of no use from then on. */
export type SetChannelAccountCallKey = AccountName &
  Omit<Rotation, 'overlapUntil'> & { readonly type: 'SetChannelAccountCallKey' };
export type ChannelAccountCommand =
  | BindChannelAccount
  | AdvanceChannelAccount
  | RotateChannelAccountSecret
  | DiscardChannelAccountSecret
  | SetChannelAccountKeys
  | SetChannelAccountCallKey;

export type ChannelAccountEvent =
  | DomainEvent<'ChannelAccountBound', AccountParticulars>
  | DomainEvent<'ChannelAccountAdvanced', AccountName & Advance>
  | DomainEvent<'ChannelAccountSecretRotated', AccountName & Rotation>
  | DomainEvent<'ChannelAccountSecretDiscarded', AccountName & Discarding>
  | DomainEvent<'ChannelAccountKeysSet', AccountName & { readonly publicKeys: readonly string[] }>
  | DomainEvent<'ChannelAccountCallKeySet', AccountName & Omit<Rotation, 'overlapUntil'>>;

export interface ChannelAccountState {
  readonly bound?: AccountParticulars;
  readonly progress: BindingProgress;
  readonly secrets: SecretRing;
  readonly publicKeys: readonly string[];
  /** Only the newest is used; the others wait to be destroyed. */
  readonly callKeys: SecretRing;
}

export const channelAccountDecider: Decider<ChannelAccountState, ChannelAccountCommand, ChannelAccountEvent> = {
  initial: { progress: [], secrets: [], publicKeys: [], callKeys: [] },
  decide(command, state) {
    if (command.type === 'BindChannelAccount') return bind(command, state);
    if (!state.bound) return reject('ACCOUNT_UNKNOWN');
    switch (command.type) {
      case 'AdvanceChannelAccount': {
        const { type: _type, ...data } = command;
        return decided(judgeAdvance(state.progress, data), { type: 'ChannelAccountAdvanced', data });
      }
      case 'RotateChannelAccountSecret': {
        const { type: _type, ...data } = command;
        return decided(judgeRotation(state.secrets, data), { type: 'ChannelAccountSecretRotated', data });
      }
      case 'DiscardChannelAccountSecret': {
        const { type: _type, ...data } = command;
        const ring = [...state.secrets, ...state.callKeys];
        return decided(judgeDiscarding(ring, data), { type: 'ChannelAccountSecretDiscarded', data });
      }
      case 'SetChannelAccountKeys': {
        const { type: _type, ...data } = command;
        const isKnown = canonicalJson(data.publicKeys) === canonicalJson(state.publicKeys);
        return decided(isKnown ? 'known' : 'new', { type: 'ChannelAccountKeysSet', data });
      }
      case 'SetChannelAccountCallKey': {
        const { type: _type, ...data } = command;
        return decided(judgeRotation(state.callKeys, data), { type: 'ChannelAccountCallKeySet', data });
      }
      default:
        return assertNever(command, 'account command');
    }
  },
  evolve(state, event) {
    switch (event.type) {
      case 'ChannelAccountBound': {
        const { secret, publicKeys } = event.data;
        return { ...state, bound: event.data, secrets: ringOf(secret), publicKeys };
      }
      case 'ChannelAccountAdvanced': {
        const { to, evidence } = event.data;
        return { ...state, progress: [...state.progress, { to, evidence }] };
      }
      case 'ChannelAccountSecretRotated':
        return { ...state, secrets: rotate(state.secrets, event.data) };
      case 'ChannelAccountSecretDiscarded':
        return { ...state, secrets: discard(state.secrets, event.data), callKeys: discard(state.callKeys, event.data) };
      case 'ChannelAccountKeysSet':
        return { ...state, publicKeys: event.data.publicKeys };
      case 'ChannelAccountCallKeySet':
        return { ...state, callKeys: rotate(state.callKeys, event.data) };
      default:
        return assertNever(event, 'account event');
    }
  },
};

function bind(command: BindChannelAccount, state: ChannelAccountState) {
  const { type: _type, ...data } = command;
  const { bound } = state;
  if (bound && !isSameAccount(bound, data, state)) return reject('ACCOUNT_BOUND_OTHERWISE');
  return decided(bound ? 'known' : 'new', { type: 'ChannelAccountBound', data } as const);
}

/** Said again it may carry what it was bound with, or what took its place. */
function isSameAccount(bound: AccountParticulars, said: AccountParticulars, { secrets, publicKeys }: ChannelAccountState) {
  return (
    bound.merchantId === said.merchantId &&
    bound.storeId === said.storeId &&
    isOneOf(said.secret, [bound.secret, newestOf(secrets)]) &&
    [bound.publicKeys, publicKeys].some((keys) => canonicalJson(keys) === canonicalJson(said.publicKeys))
  );
}
