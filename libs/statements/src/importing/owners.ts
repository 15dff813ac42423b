import { isAccountName } from '../statements.feature.js';
import type { StatementRow } from '../row.js';
import type { ImportDeps } from './deps.js';

const LIFE = 'douyin-life';

/** What a row is about, as far as it matters whose it is. */
export type Place = Pick<StatementRow, 'channel' | 'book' | 'account'>;

/** Whose the accounts of a file are. Each is looked up once. */
export class Owners {
  private readonly found = new Map<string, string | undefined>();

  constructor(
    private readonly deps: Pick<ImportDeps, 'merchants' | 'isMerchant'>,
    /** Who the sender says they are. */
    private readonly named: string | undefined,
  ) {}

  /** Undefined where nobody has bound the account, or another merchant than was named. */
  async of(place: Place): Promise<string | undefined> {
    const id = `${place.channel} ${place.book} ${place.account}`;
    if (!this.found.has(id)) this.found.set(id, await this.ownerOf(place));
    return this.found.get(id);
  }

  /** Undefined where they are several. */
  get only(): string | undefined {
    const [owner, ...others] = new Set(this.found.values());
    return others.length === 0 ? owner : undefined;
  }

  private async ownerOf(place: Place): Promise<string | undefined> {
    const owner = isAccountName(place.account) ? await this.boundTo(place) : undefined;
    return this.named === undefined || owner === this.named ? owner : undefined;
  }

  /** Nobody binds bank accounts: whose they are is the sender's word. */
  private async boundTo({ channel, book, account }: Place): Promise<string | undefined> {
    const { merchants, isMerchant } = this.deps;
    if (book === 'bank') return this.named !== undefined && (await isMerchant(this.named)) ? this.named : undefined;
    const bound =
      channel === 'douyin'
        ? await merchants.douyinShop(account)
        : channel === LIFE
          ? await merchants.channelAccount(LIFE, account)
          : await merchants.acquiredMerchant(account);
    return bound?.merchantId;
  }
}
