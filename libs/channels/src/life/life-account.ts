import { businessDateOf, type Booking, type Instant } from '#kernel';
import type { ChannelAccount, MerchantDirectory } from '#merchants';

/** What a message or row of local life is read with. */
export interface LifeContext {
  readonly merchants: MerchantDirectory;
  /** The app that signed, or that the rows were fetched by. */
  readonly clientKey: string;
  /** Account of the merchant with local life, where it is not the app's name. */
  readonly accountId?: string;
  readonly now: Instant;
}

/** Rows are kept under `<client key>`, or `<client key>/<account id>`. */
export function accountOfSource(source: string): Pick<LifeContext, 'clientKey' | 'accountId'> {
  const [clientKey = '', accountId] = source.split('/');
  return { clientKey, ...(accountId !== undefined && { accountId }) };
}

export const sourceOf = ({ clientKey, accountId }: Pick<LifeContext, 'clientKey' | 'accountId'>): string =>
  accountId === undefined ? clientKey : `${clientKey}/${accountId}`;

export const lifeAccount = ({ merchants, clientKey }: LifeContext): Promise<ChannelAccount | undefined> =>
  merchants.channelAccount('douyin-life', clientKey);

/** A store is bound by its POI as an account of its own, `<client key>.<poi id>`; without one the app's store counts. */
export async function storeOf({ merchants }: LifeContext, account: ChannelAccount, poiId: string | undefined): Promise<string> {
  if (poiId === undefined) return account.storeId;
  const ofPoi = await merchants.channelAccount('douyin-life', `${account.accountId}.${poiId}`);
  return ofPoi?.merchantId === account.merchantId ? ofPoi.storeId : account.storeId;
}

export const bookedAt = (
  at: Instant,
  account: ChannelAccount,
  side: 'online' | 'offline',
  store = account.storeId,
): Booking => ({
  businessDate: businessDateOf(at, account.cutOff),
  of: {
    merchant: account.merchantId,
    store,
    side,
    channel: 'douyin-life',
    method: side === 'offline' ? 'voucher' : 'unknown',
  },
});
