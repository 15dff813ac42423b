import { money, type Instant } from '#kernel';
import type { FindingCode, Verdict } from './checkup.js';
import type { Facts } from './facts.js';
import { judge } from './judge.js';
import {
  FROM,
  NOW,
  NUMBER,
  UNION,
  calendar,
  cursor,
  day,
  destinations,
  factsWith,
  line,
  publicKey,
  schedules,
  sealed,
  steps,
  terms,
} from './testing/complete-set-up.js';

const TERMINAL = `terminal ${NUMBER}/A1`;
const OF = '/v1/merchants/tea';
const AT_TERMINAL = `${OF}/terminals/${NUMBER}/A1`;

interface Case {
  readonly facts: Facts;
  readonly of: string;
  readonly verdict: Verdict;
  readonly since: Instant | null;
  /** Route that mends it; null where it is mended elsewhere. */
  readonly send: string | null;
  /** What a shared cause shows elsewhere, too. */
  readonly besides?: readonly string[];
}

const probe = (name: string, outcome: 'refused' | 'failed', status: number | null): Partial<Facts> => ({
  probes: new Map([[name, { outcome, status, code: null }]]),
});
const pull = (more: object): Partial<Facts> => ({
  pulls: new Map([['446', { setting: { state: 'on', from: FROM, bills: 'api' }, cursors: [], gaps: new Map(), ...more }]]),
});
const failure = { code: 'REFUSED', says: '50002', at: NOW };
const closed = (validTo: Instant) => ({ interfaces: [{ ...UNION, validTo, opened: UNION }] });
const heard = (...sources: string[]): Partial<Facts> => ({ lastReceived: new Map(sources.map((source) => [source, NOW])) });
const APP = 'douyin-app 700';
const SHOP = 'douyin-shop 446';
const UNION_ID = 'payment-interface union';
const ACCOUNT = 'channel-account douyin-life/ck1';
const RSA = publicKey('rsa', 2_048);
const SHOP_PATH = `${OF}/douyin-shops/446`;

/** One case for every code: the compiler misses the one that is left out. */
const CASES: Readonly<Record<FindingCode, Case>> = {
  SECRET_MISSING: {
    facts: factsWith({ lockedSecrets: new Map([['app', 'missing']]) }),
    of: APP,
    verdict: 'broken',
    since: null,
    send: `${OF}/douyin-apps/700/secret`,
  },
  SECRET_UNDECIPHERABLE: {
    facts: factsWith({ lockedSecrets: new Map([['key', 'undecipherable']]) }),
    of: TERMINAL,
    verdict: 'broken',
    since: null,
    send: `${AT_TERMINAL}/key`,
  },
  SECRET_OVERLAP_ENDS: {
    facts: factsWith({}, { terminal: { keys: [{ secret: sealed('new') }, { secret: sealed('key'), until: day(2) }] } }),
    of: TERMINAL,
    verdict: 'warning',
    since: null,
    send: null,
  },
  PROBE_REFUSED: {
    facts: factsWith(probe('700', 'refused', 401)),
    of: APP,
    verdict: 'broken',
    since: null,
    send: `${OF}/douyin-apps/700/secret`,
  },
  PROBE_FAILED: {
    facts: factsWith(probe(`${NUMBER}/A1`, 'failed', null)),
    of: TERMINAL,
    verdict: 'broken',
    since: null,
    send: null,
  },
  NO_NOTICE: {
    facts: factsWith({
      lastReceived: new Map([
        ['700', day(-7)],
        ['ck1', NOW],
        [`${NUMBER}/A1`, NOW],
      ]),
    }),
    of: APP,
    verdict: 'warning',
    since: day(-7),
    send: null,
  },
  BINDING_NOT_LIVE: {
    facts: factsWith({}, { 'douyin-shop': { progress: steps('certified') } }),
    of: SHOP,
    verdict: 'warning',
    since: FROM,
    send: `${SHOP_PATH}/steps`,
  },
  BINDING_SUSPENDED: {
    facts: factsWith({}, { 'channel-account': { progress: steps('live', 'suspended') } }),
    of: ACCOUNT,
    verdict: 'broken',
    since: FROM,
    send: `${OF}/channel-accounts/douyin-life/ck1/steps`,
  },
  DEFAULT_INTERFACE_MISSING: {
    facts: factsWith({}, { 'douyin-shop': { defaults: [] } }),
    of: SHOP,
    verdict: 'broken',
    since: null,
    send: `${SHOP_PATH}/default-interface`,
  },
  DEFAULT_INTERFACE_CLOSED: {
    facts: factsWith({}, { 'payment-interfaces': closed(day(-1)) }),
    of: SHOP,
    verdict: 'broken',
    since: day(-1),
    send: `${SHOP_PATH}/default-interface`,
    besides: ['live-room 730 DEFAULT_INTERFACE_CLOSED', `${UNION_ID} INTERFACE_CLOSED_WHILE_DEFAULT`],
  },
  DEFAULT_INTERFACE_UNBOUND: {
    facts: factsWith({}, { 'douyin-shop': { interfaces: [{ interfaceId: 'union', from: FROM, to: day(-3) }] } }),
    of: SHOP,
    verdict: 'warning',
    since: day(-3),
    send: `${SHOP_PATH}/payment-interfaces`,
  },
  PULL_OFF: {
    facts: factsWith(pull({ setting: { state: 'off', from: FROM, bills: 'api' } })),
    of: SHOP,
    verdict: 'warning',
    since: null,
    send: `${SHOP_PATH}/pull`,
  },
  PULL_NEVER_ON: {
    facts: factsWith(pull({ setting: undefined })),
    of: SHOP,
    verdict: 'ok',
    since: null,
    send: `${SHOP_PATH}/pull`,
  },
  PULL_FAILING: {
    facts: factsWith(pull({ cursors: [cursor({ failures: 3, failure, lastSuccessAt: day(-1) })] })),
    of: SHOP,
    verdict: 'broken',
    since: day(-1),
    send: null,
  },
  PROBE_NOT_POSSIBLE: {
    facts: factsWith({}, { 'channel-account': { publicKeys: [RSA] } }),
    of: ACCOUNT,
    verdict: 'ok',
    since: null,
    send: null,
  },
  PUBLIC_KEY_UNUSABLE: {
    facts: factsWith({}, { 'channel-account': { publicKeys: [RSA, 'no key'] } }),
    of: ACCOUNT,
    verdict: 'broken',
    since: null,
    send: `${OF}/channel-accounts/douyin-life/ck1/public-keys`,
  },
  ACCOUNT_WITHOUT_KEYS: {
    facts: factsWith({}, { 'channel-account': { secrets: [] } }),
    of: ACCOUNT,
    verdict: 'broken',
    since: null,
    send: `${OF}/channel-accounts/douyin-life/ck1/public-keys`,
  },
  INTERFACE_CLOSED_WHILE_DEFAULT: {
    facts: factsWith({}, { 'payment-interfaces': closed(NOW) }),
    of: UNION_ID,
    verdict: 'broken',
    since: NOW,
    send: `${SHOP_PATH}/default-interface`,
    besides: [`${SHOP} DEFAULT_INTERFACE_CLOSED`, 'live-room 730 DEFAULT_INTERFACE_CLOSED'],
  },
  INTERFACE_ENDS_SOON: {
    facts: factsWith({}, { 'payment-interfaces': closed(day(30)) }),
    of: UNION_ID,
    verdict: 'warning',
    since: null,
    send: `${OF}/payment-interfaces`,
  },
  NO_FEE_SCHEDULE: {
    facts: factsWith({ schedules: new Map([['unionpay', schedules({ from: day(1) })]]) }),
    of: UNION_ID,
    verdict: 'warning',
    since: null,
    send: `${OF}/fee-schedules`,
  },
  FEE_SCHEDULE_ENDS_SOON: {
    facts: factsWith({ schedules: new Map([['unionpay', schedules({ to: day(29) })]]) }),
    of: UNION_ID,
    verdict: 'warning',
    since: null,
    send: `${OF}/fee-schedules`,
  },
  METHOD_WITHOUT_FEE: {
    facts: factsWith({ schedules: new Map([['unionpay', schedules({ lines: [line('card')] })]]) }),
    of: UNION_ID,
    verdict: 'warning',
    since: null,
    send: `${OF}/fee-schedules/unionpay/f1/end`,
  },
  METHOD_FEE_GAP: {
    facts: factsWith({
      schedules: new Map([['unionpay', schedules({ lines: [line('card'), line('wechat', { upTo: money(100_000) })] })]]),
    }),
    of: UNION_ID,
    verdict: 'warning',
    since: null,
    send: `${OF}/fee-schedules/unionpay/f1/end`,
  },
  NO_SETTLEMENT_DESTINATION: {
    facts: factsWith({ destinations: new Map() }),
    of: UNION_ID,
    verdict: 'warning',
    since: null,
    send: `${OF}/settlement-destinations`,
  },
  DESTINATION_ENDS_SOON: {
    facts: factsWith({ destinations: new Map([[`unionpay/${NUMBER}`, destinations({ to: day(1) })]]) }),
    of: UNION_ID,
    verdict: 'warning',
    since: null,
    send: `${OF}/settlement-destinations`,
  },
  CALENDAR_YEAR_MISSING: {
    facts: factsWith({ calendar: calendar(2025) }),
    of: UNION_ID,
    verdict: 'warning',
    since: null,
    send: '/v1/holiday-calendars/cn/years',
  },
  TERMINAL_SUSPENDED: {
    facts: factsWith({}, { terminal: { statuses: [{ from: day(-9), value: { status: 'suspended', reason: '送修' } }] } }),
    of: TERMINAL,
    verdict: 'warning',
    since: day(-9),
    send: `${AT_TERMINAL}/status`,
  },
  TERMINAL_SILENT: { facts: factsWith(heard('700', 'ck1')), of: TERMINAL, verdict: 'warning', since: FROM, send: null },
  TERMINAL_USED_ELSEWHERE: {
    facts: factsWith({ lastPayments: new Map([[`${NUMBER}/A1`, { store: 'east', openedAt: day(-1) }]]) }),
    of: TERMINAL,
    verdict: 'warning',
    since: day(-1),
    send: `${AT_TERMINAL}/placements`,
  },
  TERMS_NOT_ACKNOWLEDGED: {
    facts: factsWith({ terms: terms() }),
    of: 'terms unionpay/fees/v1',
    verdict: 'warning',
    since: FROM,
    send: `${OF}/terms/acknowledgements`,
  },
};

/** `<kind> <id> <code>` of all that was found. */
const found = (facts: Facts): string[] =>
  judge(facts).bindings.flatMap(({ kind, id, findings }) => findings.map(({ code }) => `${kind} ${id} ${code}`));

describe('a checkup', () => {
  it('has nothing to say of a set-up in which all is well', () => {
    const { verdict, bindings } = judge(factsWith());
    expect([verdict, bindings.map(({ kind }) => kind)]).toEqual([
      'ok',
      ['douyin-app', 'douyin-shop', 'live-room', 'channel-account', 'payment-interface', 'terminal', 'terms'],
    ]);
    expect(found(factsWith())).toEqual([]);
  });

  it.each(Object.entries(CASES))(
    'finds %s, alone, with the way to mend it',
    (code, { facts, of, verdict, since, send, besides = [] }) => {
      expect(found(facts).sort()).toEqual([`${of} ${code}`, ...besides].sort());
      const checkup = judge(facts);
      const binding = checkup.bindings.find(({ kind, id }) => `${kind} ${id}` === of);
      const finding = binding?.findings.find((one) => one.code === code);
      expect(finding).toMatchObject({ verdict, since });
      expect(finding?.mend.send?.path ?? null).toBe(send);
      expect([checkup.verdict, binding?.verdict]).toEqual([besides.length > 0 ? 'broken' : verdict, verdict]);
    },
  );
});
