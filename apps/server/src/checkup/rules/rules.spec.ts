import type { Facts } from '../facts.js';
import { judge } from '../judge.js';
import {
  FROM,
  NOW,
  NUMBER,
  UNION,
  cursor,
  day,
  destinations,
  factsWith,
  line,
  publicKey,
  schedules,
  sealed,
  steps,
} from '../testing/complete-set-up.js';

const codes = (facts: Facts): string[] => judge(facts).bindings.flatMap(({ findings }) => findings.map(({ code }) => code));
const says = (facts: Facts): string[] => judge(facts).bindings.flatMap(({ findings }) => findings.map((one) => one.says));
const TERMINAL = `${NUMBER}/A1`;
const feesOf = (...lines: Parameters<typeof line>[]) =>
  factsWith({
    schedules: new Map([['unionpay', schedules({ lines: [...lines.map((each) => line(...each)), line('wechat')] })]]),
  });

describe('the edges of what is found', () => {
  it('of silence: from the moment at which something could be heard', () => {
    const never = { lastReceived: new Map() };
    expect(codes(factsWith(never))).toEqual(['NO_NOTICE', 'NO_NOTICE', 'TERMINAL_SILENT']);
    const quiet = (days: number) =>
      factsWith({ lastReceived: new Map(['700', 'ck1', TERMINAL].map((one) => [one, day(days)])) });
    expect(codes(quiet(-6.99))).toEqual([]);
    const notLive = { 'douyin-shop': { progress: [] }, 'channel-account': { progress: [] } };
    expect(codes(factsWith(never, notLive))).toEqual(['BINDING_NOT_LIVE', 'BINDING_NOT_LIVE', 'TERMINAL_SILENT']);
    const again = { terminal: { statuses: [{ from: day(-2), value: { status: 'active', reason: '修好' } as const }] } };
    expect(codes(factsWith(never, again))).toEqual(['NO_NOTICE', 'NO_NOTICE']);
    const wallet = { 'channel-account': { bound: account('wechat') } };
    expect(
      codes(
        factsWith(
          {
            lastReceived: new Map([
              ['700', NOW],
              [TERMINAL, NOW],
            ]),
          },
          wallet,
        ),
      ),
    ).toEqual([]);
  });

  it('of secrets: the one before breaks it too, but only while it verifies; its end is told only when near', () => {
    const rotated = (until: typeof NOW) => ({
      'douyin-app': { secrets: [{ secret: sealed('b') }, { secret: sealed('a'), until }] },
    });
    const locked = { lockedSecrets: new Map([['a', 'missing' as const]]) };
    expect(says(factsWith(locked, rotated(day(5))))[0]).toContain('The secret before, whose overlap runs, is gone');
    expect(codes(factsWith(locked, rotated(NOW)))).toEqual([]);
    expect(codes(factsWith({}, rotated(day(2.01))))).toEqual([]);
  });

  it('of mini-apps: token and salt are renewed together', () => {
    const facts = factsWith(
      { lockedSecrets: new Map([['life', 'missing']]) },
      { 'channel-account': { bound: account('mini-app') } },
    );
    const [finding] = judge(facts).bindings.flatMap(({ findings }) => findings);
    expect(finding?.mend.send).toMatchObject({
      path: '/v1/merchants/tea/mini-apps/ck1/secret',
      body: { token: '<new token>' },
    });
  });

  it('of bindings: the step that comes next', () => {
    const next = (...taken: Parameters<typeof steps>) =>
      judge(factsWith({}, { 'douyin-shop': { progress: steps(...taken) } }))
        .bindings.flatMap(({ findings }) => findings)
        .map(({ mend }) => mend.send?.body['to']);
    expect([next(), next('interface_tested'), next('suspended')]).toEqual([['certified'], ['live'], ['live']]);
  });

  it('of defaults: a room without one is paid as its shop is; another open interface is proposed', () => {
    expect(codes(factsWith({}, { 'live-room': { defaults: [] } }))).toEqual([]);
    const other = { ...UNION, interfaceId: 'other', merchantNo: 'x', validTo: day(-1) };
    const facts = factsWith(
      {},
      {
        'payment-interfaces': {
          interfaces: [
            { ...UNION, opened: UNION },
            { ...other, opened: other },
          ],
        },
        'douyin-shop': { defaults: [{ from: FROM, value: 'other' }] },
      },
    );
    const [shop] = judge(facts).bindings.filter(({ kind }) => kind === 'douyin-shop');
    expect(shop?.findings.map(({ mend }) => mend.send?.body['interfaceId'])).toEqual(['union']);
  });

  it('of pulling: what fails since less than a day is a warning', () => {
    const failure = { code: 'OUTAGE', says: '', at: NOW };
    const cursors = [cursor({ failures: 1, failure, lastSuccessAt: day(-0.9) }), cursor({ kind: 'aftersales' })];
    const facts = factsWith({
      pulls: new Map([['446', { setting: { state: 'on', from: FROM, bills: 'api' }, cursors, gaps: new Map() }]]),
    });
    expect([judge(facts).verdict, says(facts)]).toEqual(['warning', ['Pulling orders failed 1 times: OUTAGE']]);
  });

  it('of interfaces: one that another takes over does not end, and one that is over is looked at no more', () => {
    const first = { ...UNION, validTo: day(3) };
    const next = { ...UNION, interfaceId: 'next', validFrom: day(3) };
    const both = {
      interfaces: [
        { ...first, opened: first },
        { ...next, opened: next },
      ],
    };
    expect(codes(factsWith({}, { 'payment-interfaces': both }))).toEqual([]);
    const over = { ...UNION, interfaceId: 'old', merchantNo: 'y', validTo: day(-1) };
    const withOld = {
      interfaces: [
        { ...UNION, opened: UNION },
        { ...over, opened: over },
      ],
    };
    expect(codes(factsWith({}, { 'payment-interfaces': withOld }))).toEqual([]);
  });

  it('of fees: cards by their kinds, and any product, are priced', () => {
    expect(codes(feesOf(['card', { cardType: 'debit' }], ['card', { cardType: 'credit' }]))).toEqual([]);
    expect(codes(feesOf(['*']))).toEqual([]);
    expect(codes(feesOf(['card', { cardType: 'debit' }]))).toEqual(['METHOD_WITHOUT_FEE']);
    const soon = (to: typeof NOW) => factsWith({ schedules: new Map([['unionpay', schedules({ to })]]) });
    expect([codes(soon(day(31))), codes(soon(day(-1)))]).toEqual([[], ['NO_FEE_SCHEDULE']]);
  });

  it('of destinations: one of another merchant is none, and only working days need a calendar', () => {
    const of = (more: object) => factsWith({ destinations: new Map([[`unionpay/${NUMBER}`, { ...destinations(), ...more }]]) });
    expect(codes(of({ merchantId: 'rival' }))).toEqual(['NO_SETTLEMENT_DESTINATION']);
    expect(codes({ ...of(destinations({ cycle: 'D+1' })), calendar: new Map() })).toEqual([]);
  });

  it('of shops: what Douyin takes and where it pays out', () => {
    const without = factsWith({
      schedules: new Map([
        ['unionpay', schedules()],
        ['douyin', { schedules: new Map() }],
      ]),
      destinations: new Map([
        [`unionpay/${NUMBER}`, destinations()],
        ['douyin/446', { merchantId: undefined, destinations: new Map() }],
      ]),
    });
    const [shop] = judge(without).bindings.filter(({ kind }) => kind === 'douyin-shop');
    expect(codes(without)).toEqual(['NO_FEE_SCHEDULE', 'NO_SETTLEMENT_DESTINATION']);
    expect(shop?.findings.map(({ mend }) => mend.send)).toMatchObject([
      { path: '/v1/merchants/tea/fee-schedules', body: { channel: 'douyin', from: NOW } },
      {
        path: '/v1/merchants/tea/settlement-destinations',
        body: { channel: 'douyin', merchantNo: '446', from: NOW, douyinShopId: '446' },
      },
    ]);
    const ending = factsWith({
      schedules: new Map([
        ['unionpay', schedules()],
        ['douyin', schedules({ to: day(29) })],
      ]),
    });
    expect(codes(ending)).toEqual(['FEE_SCHEDULE_ENDS_SOON']);
  });

  it('of accounts: keys are judged by what they are, and 拉卡拉 verifies by keys alone', () => {
    const judged = (publicKeys: readonly string[], kind: Parameters<typeof account>[0] = 'lakala') =>
      judge(
        factsWith({ lockedSecrets: new Map(), probes: new Map() }, { 'channel-account': { bound: account(kind), publicKeys } }),
      )
        .bindings.filter((one) => one.kind === 'channel-account')
        .flatMap(({ verdict, findings, probe }) => findings.map(({ code }) => [code, verdict, probe]));
    expect(judged([])).toEqual([['ACCOUNT_WITHOUT_KEYS', 'broken', null]]);
    expect(judged([publicKey('rsa')])).toEqual([['PROBE_NOT_POSSIBLE', 'ok', null]]);
    expect(judged([publicKey('rsa', 1_024)])).toEqual([['PUBLIC_KEY_UNUSABLE', 'warning', null]]);
    expect(judged([publicKey('ed25519')])).toEqual([['PUBLIC_KEY_UNUSABLE', 'broken', null]]);
    expect(judged([publicKey('rsa')], 'wechat')).toEqual([]);
  });

  it('of accounts: a probe that is refused', () => {
    const refused = factsWith({ probes: new Map([['douyin-life/ck1', { outcome: 'refused', status: 401, code: '40101' }]]) });
    expect(codes(refused)).toEqual(['PROBE_REFUSED']);
  });

  it('of terminals: payments before it was placed there say nothing, and one that is retired is looked at no more', () => {
    const moved = {
      terminal: {
        placements: [
          { from: FROM, value: 'west' },
          { from: day(-1), value: 'east' },
        ],
      },
    };
    const paid = (openedAt: typeof NOW) =>
      factsWith({ lastPayments: new Map([[TERMINAL, { store: 'west', openedAt }]]) }, moved);
    expect([codes(paid(day(-2))), codes(paid(day(-1)))]).toEqual([[], ['TERMINAL_USED_ELSEWHERE']]);
    const retired = { terminal: { statuses: [{ from: day(-1), value: { status: 'retired', reason: '报废' } as const }] } };
    expect(judge(factsWith({}, retired)).bindings.some(({ kind }) => kind === 'terminal')).toBe(false);
  });
});

function account(kind: 'wechat' | 'mini-app' | 'lakala') {
  return { kind, accountId: 'ck1', merchantId: 'tea', storeId: '-', secret: sealed('life'), publicKeys: [] };
}
