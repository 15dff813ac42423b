import { FAKE_ACCOUNTS, type FakeChannels } from '#fetches/testing';
import { instant, localDate, plusDays, type BusinessDate } from '#kernel';
import type { Caller } from './caller.js';
import { eventually } from './eventually.js';
import { MERCHANT } from './shop.js';

/** A day whose bill should have been there long ago. */
export const dayBefore = (days: number): BusinessDate => plusDays(localDate(instant(Date.now())), -days);

export interface FetchView {
  readonly bill: string;
  readonly account: string;
  readonly day: string;
  readonly state: string;
  readonly code: string | null;
  readonly tries: number;
  readonly rows: number | null;
  readonly statement: string | null;
}

export const FETCHES = `/v1/merchants/${MERCHANT}/statement-fetches`;

const { wechat, alipay, allinpay, life } = FAKE_ACCOUNTS;

/** Settings that send all calls to the fake. */
export const callingFake = ({ url }: FakeChannels): Readonly<Record<string, string>> => ({
  HEZHANG_WECHAT_GATEWAY: url,
  HEZHANG_ALIPAY_GATEWAY: url,
  HEZHANG_ALLINPAY_GATEWAY: url,
  HEZHANG_LIFE_GATEWAY: url,
});

/** Binds the fake's accounts to a merchant that is there, with what calls are signed by. */
export async function bindFakes(admin: Caller, { merchant, platform }: FakeChannels): Promise<void> {
  const { privateKey } = merchant;
  const accounts = `/v1/merchants/${MERCHANT}/channel-accounts`;
  const steps: [string, object][] = [
    [accounts, { kind: 'wechat', accountId: wechat.mchid, publicKeys: [platform.publicKey] }],
    [`${accounts}/wechat/${wechat.mchid}/call-key`, { privateKey, serial: wechat.serial }],
    [accounts, { kind: 'alipay', accountId: alipay.account, publicKeys: [platform.publicKey] }],
    [`${accounts}/alipay/${alipay.account}/call-key`, { privateKey, appId: alipay.appId }],
    [accounts, { kind: 'allinpay', accountId: allinpay.cusid, secret: allinpay.key }],
    [`${accounts}/allinpay/${allinpay.cusid}/call-key`, { appId: allinpay.appId }],
    [`/v1/merchants/${MERCHANT}/life-accounts`, { clientKey: life.clientKey, clientSecret: life.clientSecret }],
    [`${accounts}/douyin-life/${life.clientKey}/call-key`, { appId: life.accountId }],
    ...[
      ['wx', 'wechat', wechat.mchid],
      ['ali', 'alipay', alipay.account],
      ['tl', 'allinpay', allinpay.cusid],
    ].map(([id, channel, merchantNo]): [string, object] => [
      `/v1/merchants/${MERCHANT}/payment-interfaces`,
      { id, channel, merchantNo, methods: ['wechat'], validFrom: '2026-01-01T00:00:00+08:00' },
    ]),
  ];
  for (const [path, body] of steps) {
    const { status, text } = await admin.post(path, body);
    if (status !== 200) throw new Error(`${path}: ${text}`);
  }
}

export async function switchOn(admin: Caller, bill: string, account: string, from: string): Promise<void> {
  const { status, text } = await admin.post(FETCHES, { bill, account, state: 'on', from });
  if (status !== 200) throw new Error(`${bill}: ${text}`);
}

export async function fetchesOf(by: Caller): Promise<readonly FetchView[]> {
  return by.data<readonly FetchView[]>(`/v1/statement-fetches?merchant=${MERCHANT}`);
}

/** The bill of a day, once it stands so. */
export const billOnce = (by: Caller, bill: string, day: string, state: string): Promise<FetchView> =>
  eventually(async () => {
    const found = (await fetchesOf(by)).find((each) => each.bill === bill && each.day === day);
    expect(found).toMatchObject({ state });
    return found as FetchView;
  });
