import { createHash } from 'node:crypto';

export interface DemoTerminal {
  readonly merchantNo: string;
  readonly terminalNo: string;
  readonly storeId: string;
  /** Who collects what it takes. */
  readonly acquirer: string;
  readonly model: string;
  readonly key: string;
  /** Wallets that its store contracted with directly; others go through the acquirer. */
  readonly directWallets: readonly string[];
  /** The wallet whose codes it scans, under a number that the wallet gave: such a box takes nothing else, and the wallet collects. */
  readonly wallet?: Wallet;
}

/** Wallets with scan boxes of their own in the story. */
export const BOX_WALLETS = ['wechat', 'alipay'] as const;
export type Wallet = (typeof BOX_WALLETS)[number];

/** A merchant number with a wallet, a bank's network or an aggregator. */
export interface DemoInterface {
  readonly id: string;
  readonly channel: string;
  readonly merchantNo: string;
  readonly methods: readonly string[];
}

/** Who is on stage. Every seed and size has its own merchant, so that stories never meet in one ledger. */
export interface Cast {
  /** Nine digits that all ids of this story share. */
  readonly tale: string;
  readonly merchantId: string;
  readonly merchantName: string;
  /** End of the accounting day (日切). */
  readonly cutOff: string;
  readonly stores: readonly { readonly storeId: string; readonly name: string }[];
  readonly shop: DemoShop;
  readonly room: { readonly roomId: string; readonly name: string };
  readonly terminals: readonly DemoTerminal[];
  readonly interfaces: readonly DemoInterface[];
  /** Ids of interfaces: what the shop's orders, and those out of the live room, are paid through where they go to a counter. */
  readonly defaults: { readonly shop: string; readonly room: string };
  readonly bankAccount: string;
  readonly life: DemoLifeAccount;
  readonly miniApp: DemoMiniApp;
  readonly accounts: DemoAccounts;
}

/** The merchant's account with local life (抖音来客): its store redeems the vouchers. */
export interface DemoLifeAccount {
  readonly clientKey: string;
  readonly clientSecret: string;
  /** Its own number with local life. */
  readonly accountId: string;
  readonly storeId: string;
}

export interface DemoMiniApp {
  readonly appId: string;
  readonly token: string;
  readonly salt: string;
  readonly storeId: string;
}

/** Aggregated acquirers that send notices: 收钱吧, 拉卡拉, 通联. */
export const DEMO_ACQUIRERS = ['shouqianba', 'lakala', 'allinpay'] as const;
export type DemoAcquirer = (typeof DEMO_ACQUIRERS)[number];

export interface DemoAccount {
  readonly accountId: string;
  readonly storeId: string;
  /** That its payments are collected under. */
  readonly merchantNo: string;
}

interface SharedKey {
  readonly secret: string;
}

/** 拉卡拉 signs by a key pair. */
export interface DemoAccounts extends Readonly<Record<DemoAcquirer, DemoAccount>> {
  readonly shouqianba: DemoAccount & SharedKey;
  readonly allinpay: DemoAccount & SharedKey;
}

export interface DemoShop {
  readonly shopId: string;
  readonly appKey: string;
  readonly appSecret: string;
  /** Takes over while the one before still verifies. */
  readonly nextSecret: string;
}

const SOUTH = 'nanjing-road';
const NORTH = 'west-lake';

export function castOf(seed: number, orders: number): Cast {
  const digest = createHash('sha256')
    .update(`hezhang demo ${String(seed)} ${String(orders)}`)
    .digest();
  const tale = String(digest.readUIntBE(0, 6) % 1_000_000_000).padStart(9, '0');
  const secret = (what: string): string => createHash('sha256').update(`${tale} ${what}`).digest('hex').slice(0, 32);
  const terminals = terminalsOf(tale, secret);
  const accounts = accountsOf(tale, terminals, secret);
  return {
    tale,
    merchantId: `demo-${String(seed)}-${String(orders)}`,
    merchantName: '合账示例商贸',
    cutOff: '23:00',
    stores: [
      { storeId: SOUTH, name: '南京路店' },
      { storeId: NORTH, name: '西湖店' },
    ],
    shop: { shopId: `4${tale}`, appKey: `7${tale}000000001`, appSecret: secret('app'), nextSecret: secret('app, the next') },
    room: { roomId: `73${tale}00000001`, name: '双11专场' },
    terminals,
    interfaces: [...interfacesOf(terminals), ...interfacesOfAccounts(accounts)],
    defaults: { shop: 'nanjing-road-lakala', room: 'west-lake-unionpay' },
    bankAccount: `icbc-${tale.slice(0, 4)}`,
    ...openPlatformOf(tale, secret),
    accounts,
  };
}

type Secrets = (what: string) => string;

interface Box {
  readonly tale: string;
  readonly wallet: Wallet;
  readonly number: number;
  readonly secret: Secrets;
}

/** Three at the counter of each store, and the boxes. */
function terminalsOf(tale: string, secret: Secrets): DemoTerminal[] {
  const terminal = (number: number, storeId: string): DemoTerminal => {
    const north = storeId === NORTH;
    const terminalNo = `${tale.slice(0, 6)}${String(number).padStart(2, '0')}`;
    return {
      merchantNo: `8222${north ? '3310' : '2900'}${tale.slice(0, 7)}`,
      terminalNo,
      storeId,
      acquirer: north ? 'unionpay' : 'lakala',
      model: north ? 'A930' : 'P2 Pro',
      key: secret(`terminal ${terminalNo}`),
      directWallets: north ? ['jdpay'] : [],
    };
  };
  const counters = [1, 2, 3, 4, 5, 6].map((number) => terminal(number, number <= 3 ? SOUTH : NORTH));
  const boxes = BOX_WALLETS.map((wallet, index) => boxOf({ tale, wallet, number: counters.length + 1 + index, secret }));
  return [...counters, ...boxes];
}

/** Ten digits with WeChat Pay; with Alipay sixteen that begin with 2088. */
const WALLET_NUMBERS: Readonly<Record<Wallet, (tale: string) => string>> = {
  wechat: (tale) => `1${tale}`,
  alipay: (tale) => `2088${tale}001`,
};

function boxOf({ tale, wallet, number, secret }: Box): DemoTerminal {
  const terminalNo = `${tale.slice(0, 6)}${String(number).padStart(2, '0')}`;
  return {
    merchantNo: WALLET_NUMBERS[wallet](tale),
    terminalNo,
    storeId: NORTH,
    acquirer: wallet,
    model: 'QR-Box',
    key: secret(`terminal ${terminalNo}`),
    directWallets: [],
    wallet,
  };
}

const openPlatformOf = (tale: string, secret: Secrets): Pick<Cast, 'life' | 'miniApp'> => ({
  life: { clientKey: `aw${tale}`, clientSecret: secret('local life'), accountId: `72${tale}00000001`, storeId: SOUTH },
  miniApp: { appId: `tt${tale}`, token: secret('token'), salt: secret('salt'), storeId: SOUTH },
});

/** 拉卡拉 tells of codes under the number that its terminals have already; the others have numbers of their own. */
function accountsOf(tale: string, terminals: readonly DemoTerminal[], secret: Secrets): DemoAccounts {
  const merchantNo = terminals.find(({ acquirer }) => acquirer === 'lakala')?.merchantNo ?? '';
  const terminalSn = `1000${tale}001`;
  return {
    shouqianba: { accountId: terminalSn, secret: secret('shouqianba'), storeId: SOUTH, merchantNo: terminalSn },
    lakala: { accountId: `OP${tale}`, storeId: SOUTH, merchantNo },
    allinpay: { accountId: `00${tale}`, secret: secret('allinpay'), storeId: NORTH, merchantNo: `9904${tale}0` },
  };
}

const interfacesOfAccounts = ({ shouqianba, allinpay }: DemoAccounts): DemoInterface[] => [
  { id: 'nanjing-road-shouqianba', channel: 'shouqianba', merchantNo: shouqianba.merchantNo, methods: CODES },
  { id: 'west-lake-allinpay', channel: 'allinpay', merchantNo: allinpay.merchantNo, methods: CODES },
];

/** Of each number the acquirer's, for cards and what it collects of wallets, and one for each wallet with a contract of its own. */
function interfacesOf(terminals: readonly DemoTerminal[]): DemoInterface[] {
  const numbers = [...new Map(terminals.map((terminal) => [terminal.merchantNo, terminal])).values()];
  return numbers.flatMap(({ merchantNo, storeId, acquirer, directWallets, wallet }) => [
    { id: `${storeId}-${acquirer}`, channel: acquirer, merchantNo, methods: wallet ? [wallet] : methodsBut(directWallets) },
    ...directWallets.map((wallet) => ({ id: `${storeId}-${wallet}`, channel: wallet, merchantNo, methods: [wallet] })),
  ]);
}

const CODES = ['wechat', 'alipay'] as const;
const METHODS = ['card', 'unionpay_qr', 'wechat', 'alipay', 'jdpay', 'ecny'] as const;
const methodsBut = (wallets: readonly string[]): string[] => METHODS.filter((method) => !wallets.includes(method));
