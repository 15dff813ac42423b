import { generateKeyPairSync } from 'node:crypto';
import type { PullCursor } from '#channels';
import type { Calendar, Destination, DestinationsState, FeeLine, FeeSchedule, FeeSchedulesState, TermsState } from '#fees';
import { money, type Instant } from '#kernel';
import type {
  BindingProgress,
  BindingStep,
  ChannelAccountState,
  PaymentInterface,
  SealedSecret,
  SetUpPart,
  SetUpStates,
  TerminalState,
} from '#merchants';
import { THRESHOLDS } from '../checkup.data.js';
import type { Facts } from '../facts.js';

export const NOW = '2026-09-21T04:00:00.000Z' as Instant;
export const FROM = '2026-01-01T00:00:00.000Z' as Instant;
export const NUMBER = '898100012340001';

/** A moment so many days from now. */
export const day = (days: number): Instant => new Date(Date.parse(NOW) + days * 86_400_000).toISOString() as Instant;

export const sealed = (ref: string): SealedSecret => ({ ref, fingerprint: `of ${ref}` });

/** A party's key in PEM. */
export function publicKey(type: 'rsa' | 'ed25519', bits = 2_048): string {
  const pair = type === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: bits }) : generateKeyPairSync('ed25519');
  return pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();
}

export const steps = (...to: BindingStep[]): BindingProgress =>
  to.map((step) => ({ to: step, evidence: { by: '王芳', at: FROM, reference: step } }));
const LIVE = steps('certified', 'payment_account_bound', 'interface_tested', 'live');

export const line = (product: string, more: Partial<FeeLine> = {}): FeeLine => ({
  product,
  cardType: '*',
  above: money(0),
  ratePpm: 6_000,
  ...more,
});

export const schedules = (more: Partial<FeeSchedule> = {}): FeeSchedulesState => {
  const agreed: FeeSchedule = {
    id: 'f1',
    from: FROM,
    refundReturnsFee: 'none',
    lines: [line('card'), line('wechat')],
    ...more,
  };
  return { schedules: new Map([[agreed.id, { agreed }]]) };
};

export const destinations = (more: Partial<Destination> = {}): DestinationsState => {
  const payee = { kind: 'bank_account', account: 'main', bank: '工商银行', lastFour: '0042' } as const;
  const agreed: Destination = { id: 'main', from: FROM, payee, cycle: 'T+1', cutOff: '23:00', ...more };
  return { merchantId: 'tea', destinations: new Map([[agreed.id, { agreed }]]) };
};

export const terms = (...by: string[]): TermsState => ({
  versions: [
    {
      merchantId: 'tea',
      party: 'unionpay',
      document: 'fees',
      version: 'v1',
      kind: 'fee_standard',
      effectiveFrom: FROM,
      url: 'https://example.com/fees',
      changes: '首版',
      acknowledgements: by.map((one) => ({ by: one, at: FROM })),
    },
  ],
});

export const cursor = (more: Partial<PullCursor>): PullCursor => ({
  shopId: '446',
  job: 'live',
  kind: 'orders',
  begins: FROM,
  doneTo: NOW,
  ends: null,
  items: 0,
  nextTryAt: NOW,
  lastSuccessAt: NOW,
  failures: 0,
  failure: null,
  leftOutTo: null,
  ...more,
});

export const UNION: PaymentInterface = {
  merchantId: 'tea',
  interfaceId: 'union',
  channel: 'unionpay',
  merchantNo: NUMBER,
  methods: ['card_chip', 'wechat'],
  validFrom: FROM,
};

export const calendar = (...years: number[]): Calendar =>
  new Map(years.map((year) => [year, { year, holidays: [], workingDays: [], source: 'a notice' }]));

const TERMINAL: TerminalState = {
  enrolled: {
    merchantNo: NUMBER,
    terminalNo: 'A1',
    merchantId: 'tea',
    storeId: 'west',
    acquirer: 'unionpay',
    model: 'A930',
    key: sealed('key'),
    from: FROM,
  },
  placements: [{ from: FROM, value: 'west' }],
  methods: [],
  statuses: [],
  keys: [{ secret: sealed('key') }],
};

const ACCOUNT: ChannelAccountState = {
  bound: { kind: 'douyin-life', accountId: 'ck1', merchantId: 'tea', storeId: '-', secret: sealed('life'), publicKeys: [] },
  progress: LIVE,
  secrets: [{ secret: sealed('life') }],
  publicKeys: [],
  callKeys: [],
};

const STATES: Pick<
  SetUpStates,
  'douyin-app' | 'douyin-shop' | 'live-room' | 'channel-account' | 'payment-interfaces' | 'terminal'
> = {
  'douyin-app': { bound: { appKey: '700', merchantId: 'tea', secret: sealed('app') }, secrets: [{ secret: sealed('app') }] },
  'douyin-shop': {
    bound: { shopId: '446', merchantId: 'tea', appKey: '700', storeId: '-' },
    progress: LIVE,
    interfaces: [{ interfaceId: 'union', from: FROM }],
    defaults: [{ from: FROM, value: 'union' }],
  },
  'live-room': {
    assigned: { roomId: '730', shopId: '446', merchantId: 'tea', name: '专场' },
    moves: [],
    defaults: [{ from: FROM, value: 'union' }],
  },
  'channel-account': ACCOUNT,
  'payment-interfaces': { interfaces: [{ ...UNION, opened: UNION }] },
  terminal: TERMINAL,
};

type Changes = { readonly [K in keyof typeof STATES]?: Partial<(typeof STATES)[K]> };

/** A set-up in which all is well, but for what is changed. What is agreed with Douyin stays unless it is changed by name. */
export function factsWith(change: Partial<Omit<Facts, 'parts'>> = {}, states: Changes = {}): Facts {
  const kinds = Object.keys(STATES) as (keyof typeof STATES)[];
  const parts = kinds.map((kind) => ({ kind, state: { ...STATES[kind], ...states[kind] }, revision: 0 }) as SetUpPart);
  const name = `${NUMBER}/A1`;
  return {
    merchantId: 'tea',
    now: NOW,
    thresholds: THRESHOLDS,
    parts,
    lockedSecrets: new Map(),
    probes: new Map([
      ['700', { outcome: 'verified', status: 200, code: '0' }],
      [name, { outcome: 'verified', status: 200, code: null }],
      ['douyin-life/ck1', { outcome: 'verified', status: 200, code: null }],
    ]),
    lastReceived: new Map(['700', 'ck1', name].map((source) => [source, NOW])),
    pulls: new Map([['446', { setting: { state: 'on', from: FROM, bills: 'api' }, cursors: [cursor({})], gaps: new Map() }]]),
    terms: terms('王芳'),
    calendar: calendar(2026),
    lastPayments: new Map([[name, { store: 'west', openedAt: NOW }]]),
    ...change,
    schedules: new Map([['douyin', schedules()], ...(change.schedules ?? [['unionpay', schedules()]])]),
    destinations: new Map([
      ['douyin/446', destinations({ cycle: 'D+1' })],
      ...(change.destinations ?? [[`unionpay/${NUMBER}`, destinations()] as const]),
    ]),
  };
}
