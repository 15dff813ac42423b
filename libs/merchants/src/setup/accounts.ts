import type { CommandContext, Outcome } from '#event-log';
import type { Instant } from '#kernel';
import type { Advance } from '../domain/binding.js';
import { channelAccountDecider, type ChannelAccountKind } from '../domain/channel-account.js';
import { reject } from '../domain/setup.rejections.js';
import { channelAccountFeature, setupStreams } from '../merchants.feature.js';
import { refusalOf, refused, withSealed, type SetupParts } from './checks.js';

interface OfAccount {
  readonly merchantId: string;
  readonly kind: ChannelAccountKind;
  readonly accountId: string;
}
export interface BindAccount extends OfAccount {
  readonly type: 'BindAccount';
  readonly storeId?: string;
  /** Sealed at once. JSON text where the party needs several values; absent where it signs by a key pair alone. */
  readonly secret?: string;
  /** PEM, of the party. */
  readonly publicKeys: readonly string[];
}
export interface RotateAccountSecret extends OfAccount {
  readonly type: 'RotateAccountSecret';
  readonly secret: string;
  readonly at: Instant;
  readonly overlapUntil?: Instant;
}
/** `callKey` is JSON text, see CallKey; sealed at once. */
export interface SetAccountCallKey extends OfAccount {
  readonly type: 'SetAccountCallKey';
  readonly callKey: string;
  readonly at: Instant;
}
export type AdvanceAccount = OfAccount & Advance & { readonly type: 'AdvanceAccount' };
export type SetAccountKeys = OfAccount & { readonly type: 'SetAccountKeys'; readonly publicKeys: readonly string[] };
export type AccountSetupCommand = BindAccount | RotateAccountSecret | AdvanceAccount | SetAccountKeys | SetAccountCallKey;

export async function setUpAccount(parts: SetupParts, command: AccountSetupCommand, context: CommandContext): Promise<Outcome> {
  if (command.type === 'BindAccount') return bindAccount(parts, command, context);
  const { handling } = parts;
  const { merchantId, ...change } = command;
  const { state } = await handling.load(setupStreams.channelAccount(command.kind, command.accountId), channelAccountDecider);
  if (state.bound?.merchantId !== merchantId) return refused(reject('ACCOUNT_UNKNOWN'));
  switch (change.type) {
    case 'AdvanceAccount':
      return handling.handle(channelAccountFeature, { ...change, type: 'AdvanceChannelAccount' }, context);
    case 'SetAccountKeys':
      return handling.handle(channelAccountFeature, { ...change, type: 'SetChannelAccountKeys' }, context);
    case 'RotateAccountSecret':
      return withSealed(parts, change.secret, (secret) =>
        handling.handle(channelAccountFeature, { ...change, type: 'RotateChannelAccountSecret', secret }, context),
      );
    case 'SetAccountCallKey': {
      const { callKey, ...named } = change;
      return withSealed(parts, callKey, (secret) =>
        handling.handle(channelAccountFeature, { ...named, type: 'SetChannelAccountCallKey', secret }, context),
      );
    }
  }
}

async function bindAccount(parts: SetupParts, command: BindAccount, context: CommandContext): Promise<Outcome> {
  const { merchantId, kind, accountId, storeId, secret, publicKeys } = command;
  const refusal = await refusalOf(parts, merchantId, storeId);
  if (refusal) return refused(refusal);
  const account = { type: 'BindChannelAccount', kind, accountId, merchantId, storeId: storeId ?? '-', publicKeys } as const;
  if (secret === undefined) return parts.handling.handle(channelAccountFeature, account, context);
  return withSealed(parts, secret, (sealed) =>
    parts.handling.handle(channelAccountFeature, { ...account, secret: sealed }, context),
  );
}
