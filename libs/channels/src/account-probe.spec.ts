import { miniAppSecretText, type ChannelAccountKind } from '#merchants';
import { accountProbe, type AccountProbe } from './account-probe.js';
import { receiveAcquirerNotice } from './acquirers/receive-notice.js';
import { receiveLifeWebhook } from './life/receive-life-webhook.js';
import { receiveEcpay } from './miniapp/receive-ecpay.js';
import { ChannelsUnderTest, NOW } from './testing.js';

const NOW_S = Date.parse(NOW) / 1_000;
const ID = 'probed1';
const SECRETS: readonly (readonly [ChannelAccountKind, string, string, object | string])[] = [
  ['douyin-life', 'client-secret-1', 'client-secret-2', { challenge: 1 }],
  [
    'mini-app',
    miniAppSecretText({ token: 'token-one', salt: 'salt-one-1' }),
    miniAppSecretText({ token: 'token-two', salt: 'salt-one-1' }),
    { err_no: 0, err_tips: 'success' },
  ],
  ['shouqianba', 'shared-key-1', 'shared-key-2', 'success'],
  ['allinpay', 'shared-key-1', 'shared-key-2', 'success'],
];

describe.each(SECRETS)('a probe of %s', (kind, secret, another, success) => {
  let channels: ChannelsUnderTest;
  beforeEach(async () => {
    channels = await ChannelsUnderTest.open();
    const account = { type: 'BindAccount', merchantId: 'm1', kind, accountId: ID } as const;
    await channels.setUp({ ...account, storeId: 's1', secret, publicKeys: [] });
  });

  const receive = (probe: AccountProbe | undefined): Promise<{ status: number; body: object | string }> => {
    if (!probe) throw new Error(`no probe of ${kind}`);
    const request = { headers: probe.headers, rawBody: Buffer.from(probe.body), now: NOW };
    if (probe.door === 'life') return receiveLifeWebhook(channels.deps, request);
    if (probe.door === 'ecpay') return receiveEcpay(channels.deps, request);
    return receiveAcquirerNotice(channels.deps, probe.door, request);
  };
  const traces = async (): Promise<unknown> => [
    await channels.events(),
    (await channels.inbox.list({ limit: 9 })).notices,
    await channels.inbox.lastReceived([ID]),
  ];

  it('is taken by its door for genuine, and kept nowhere', async () => {
    expect(await receive(accountProbe({ kind, accountId: ID, secret }, NOW_S))).toEqual({ status: 200, body: success });
    expect(await traces()).toEqual([[], [], new Map()]);
  });

  it('that another secret signed is refused, and kept nowhere', async () => {
    expect(await receive(accountProbe({ kind, accountId: ID, secret: another }, NOW_S))).toMatchObject({ status: 401 });
    expect(await traces()).toEqual([[], [], new Map()]);
  });
});

describe('no probe', () => {
  it.each(['lakala', 'wechat', 'alipay'] as const)('is signed for %s', (kind) => {
    expect(accountProbe({ kind, accountId: ID, secret: 'a-secret-of-it' }, NOW_S)).toBeUndefined();
  });

  it('is signed with what is no secret of a mini-app', () => {
    expect(accountProbe({ kind: 'mini-app', accountId: ID, secret: 'neither token nor salt' }, NOW_S)).toBeUndefined();
  });
});
