import { lakalaKeyOf, platformKeyOf } from './callbacks.js';
import { AGREED_FEES } from './story/agreed-fees.js';
import { DEMO_ACQUIRERS, type Cast } from './story/cast.js';
import type { Ledger } from './ledger.js';

/** Where everything stood before the story begins. */
const ENROLLED_FROM = '2025-11-01T09:00:00+08:00';
/** Of the story, not of the clock: whenever it is told again, both secrets of the app still verify. */
const OVERLAP_UNTIL = '2099-12-31T00:00:00+08:00';
/** Cards in three ways, wallets, digital RMB: what the models of both stores can take. */
const METHODS: readonly string[] = [
  'card_stripe',
  'card_chip',
  'card_contactless',
  'wechat',
  'alipay',
  'jdpay',
  'unionpay_qr',
  'ecny',
];

const STEPS = ['certified', 'payment_account_bound', 'interface_tested', 'live'] as const;

type Say = (path: string, key: string, body: unknown) => Promise<unknown>;

/** All that ties the shop to its counters. Said again, it changes nothing. */
export async function setUp(ledger: Ledger, cast: Cast): Promise<void> {
  const { merchantId, merchantName, cutOff, stores } = cast;
  const under =
    (base: string): Say =>
    (path, key, body) =>
      ledger.post(`${base}${path}`, body, { 'idempotency-key': `demo-${cast.tale}-${key}` });
  const say = under(`/v1/merchants/${merchantId}`);
  await under('/v1/merchants')('', 'merchant', { id: merchantId, name: merchantName, cutOff });
  for (const { storeId, name } of stores) await say('/stores', `store-${storeId}`, { id: storeId, name });
  await bindShop(say, cast);
  await bindAccounts(say, cast);
  await enrolTerminals(say, cast);
  await openInterfaces(say, cast);
  await agreeOnMoney(say, cast);
}

/** Shop and live room; the shop's binding goes live, its app gets a new secret. */
async function bindShop(say: Say, { shop, room }: Cast): Promise<void> {
  const { shopId, appKey, appSecret, nextSecret } = shop;
  await say('/douyin-shops', 'shop', { shopId, appKey, appSecret });
  await say('/live-rooms', 'room', { ...room, shopId });
  await goLive(say, `/douyin-shops/${shopId}`, 'step', 'DY');
  await say(`/douyin-apps/${appKey}/secret`, 'secret', { secret: nextSecret, overlapUntil: OVERLAP_UNTIL });
}

/** One step a day, each with what shows it. */
async function goLive(say: Say, path: string, key: string, references: string): Promise<void> {
  for (const [index, to] of STEPS.entries()) {
    const at = `2025-11-0${String(index + 2)}T10:00:00+08:00`;
    const reference = `${references}-2025-${String(index + 1)}`;
    await say(`${path}/steps`, `${key}-${to}`, { to, by: '王经理', at, reference });
  }
}

/** Local life, the mini-app and the acquirers that send notices: each with what it signs by, and then step by step until it is live. */
async function bindAccounts(say: Say, cast: Cast): Promise<void> {
  const { life, miniApp, accounts } = cast;
  const { clientKey, clientSecret, storeId } = life;
  await say('/life-accounts', 'life', { clientKey, clientSecret, storeId });
  await goLive(say, `/channel-accounts/douyin-life/${clientKey}`, 'life', 'LIFE');
  await say('/mini-apps', 'mini-app', { ...miniApp, platformPublicKey: platformKeyOf(cast).publicKey });
  await goLive(say, `/channel-accounts/mini-app/${miniApp.appId}`, 'mini-app', 'MINI');
  for (const kind of DEMO_ACQUIRERS) {
    const { accountId, storeId: store } = accounts[kind];
    const signs = kind === 'lakala' ? { publicKeys: [lakalaKeyOf(cast).publicKey] } : { secret: accounts[kind].secret };
    await say('/channel-accounts', kind, { kind, accountId, storeId: store, ...signs });
    await goLive(say, `/channel-accounts/${kind}/${accountId}`, kind, kind.toUpperCase());
  }
}

async function enrolTerminals(say: Say, { terminals }: Cast): Promise<void> {
  const from = ENROLLED_FROM;
  for (const { merchantNo, terminalNo, storeId, acquirer, model, key, wallet } of terminals) {
    await say('/terminals', `terminal-${terminalNo}`, { merchantNo, terminalNo, storeId, acquirer, model, key, from });
    await say(`/terminals/${merchantNo}/${terminalNo}/methods`, `methods-${terminalNo}`, {
      methods: wallet ? [wallet] : METHODS,
      from,
    });
  }
}

/** Each is bound to the shop; one is the default of the shop, another that of its live room. */
async function openInterfaces(say: Say, { shop, room, interfaces, defaults }: Cast): Promise<void> {
  const from = ENROLLED_FROM;
  for (const { id, ...particulars } of interfaces) {
    await say('/payment-interfaces', `interface-${id}`, { id, ...particulars, validFrom: from });
    await say(`/douyin-shops/${shop.shopId}/payment-interfaces`, `bound-${id}`, { interfaceId: id, from });
  }
  await say(`/douyin-shops/${shop.shopId}/default-interface`, 'shop-default', { interfaceId: defaults.shop, from });
  await say(`/live-rooms/${room.roomId}/default-interface`, 'room-default', { interfaceId: defaults.room, from });
}

/** Fees by channel, where and when money is paid out, and the terms that somebody has read. */
async function agreeOnMoney(say: Say, cast: Cast): Promise<void> {
  const { shop, interfaces, bankAccount, cutOff } = cast;
  const from = ENROLLED_FROM;
  for (const fees of AGREED_FEES) await say('/fee-schedules', `fees-${fees.channel}`, { id: '2025', from, ...fees });
  const account = { account: bankAccount, bank: '中国工商银行', lastFour: bankAccount.slice(-4) };
  for (const { id, channel, merchantNo } of interfaces) {
    const destination = { channel, merchantNo, id: '2025', from, bankAccount: account, cycle: 'T+1', cutOff };
    await say('/settlement-destinations', `destination-${id}`, destination);
  }
  const { shopId } = shop;
  const ownAccount = { channel: 'douyin', merchantNo: shopId, douyinShopId: shopId, cycle: 'D+7', cutOff: '24:00' };
  await say('/settlement-destinations', 'destination-douyin', { ...ownAccount, id: '2025', from });
  const version = { party: 'douyin', document: 'technical-service-fee', version: '2025-11' };
  const url = 'https://example.com/fees/2025-11';
  const changes = '技术服务费按类目 5%；达人佣金按约定比例';
  await say('/terms', 'terms', { ...version, kind: 'fee_standard', effectiveFrom: from, url, changes });
  await say('/terms/acknowledgements', 'acknowledged', { ...version, by: '王经理', at: '2025-11-05T10:00:00+08:00' });
}
