import shipped from './chart-of-accounts.json' with { type: 'json' };

/** Where an account stands in a chart of accounts. */
export interface ChartPlace {
  /** `1122` */
  readonly code: string;
  readonly name: string;
}

/** What a file with a chart must be; says what is wrong in one line for a person. */
export class ChartInvalid extends Error {
  override readonly name = 'ChartInvalid';
}

/** Accounts that stand nowhere in the chart: whoever exports has to say where, or they would be missing from the sum. */
export class AccountsUnmapped extends Error {
  override readonly name = 'AccountsUnmapped';

  constructor(readonly accounts: readonly string[]) {
    super(`nowhere in the chart of accounts: ${accounts.join(', ')}`);
  }
}

const CODE = /^[A-Za-z0-9.-]{1,32}$/;

/** A mapping of the ledger's accounts to a chart of accounts. It is data of exports: nothing is booked by it. */
export class Chart {
  private constructor(private readonly places: ReadonlyMap<string, ChartPlace>) {}

  /** The chart that ships. */
  static readonly shipped: Chart = Chart.of(shipped);

  /** `{"accounts":[{"path":"assets:bank","code":"1002","name":"银行存款"}]}`. @throws ChartInvalid */
  static of(content: unknown): Chart {
    const accounts = (content as { readonly accounts?: unknown } | null)?.accounts;
    if (!Array.isArray(accounts) || accounts.length === 0) throw new ChartInvalid('accounts must be a list that is not empty');
    const places = new Map<string, ChartPlace>();
    for (const [index, row] of accounts.entries()) {
      const { path, code, name } = (row ?? {}) as Readonly<Record<string, unknown>>;
      const at = `accounts.${String(index)}`;
      if (typeof path !== 'string' || path === '') throw new ChartInvalid(`${at}.path must be an account or a path above it`);
      if (typeof code !== 'string' || !CODE.test(code)) throw new ChartInvalid(`${at}.code must be 1 to 32 letters or digits`);
      if (typeof name !== 'string' || name.trim() === '') throw new ChartInvalid(`${at}.name must be text`);
      if (places.has(path)) throw new ChartInvalid(`${at}.path ${path} stands there twice`);
      places.set(path, { code, name });
    }
    return new Chart(places);
  }

  /** @throws AccountsUnmapped that names every account without a place */
  assertHolds(accounts: readonly string[]): void {
    const unmapped = accounts.filter((account) => !this.find(account));
    if (unmapped.length > 0) throw new AccountsUnmapped(unmapped);
  }

  /** By the longest path that holds the account. @throws AccountsUnmapped */
  placeOf(account: string): ChartPlace {
    const place = this.find(account);
    if (!place) throw new AccountsUnmapped([account]);
    return place;
  }

  private find(account: string): ChartPlace | undefined {
    for (let path = account; ; path = path.slice(0, path.lastIndexOf(':'))) {
      const place = this.places.get(path);
      if (place || !path.includes(':')) return place;
    }
  }
}
