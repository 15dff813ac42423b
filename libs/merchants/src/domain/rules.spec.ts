import { isRejection, type Decider, type DomainEvent, type Instant } from '#kernel';
import { after } from '#kernel/testing';
import { channelAccountDecider, type BindChannelAccount } from './channel-account.js';
import { douyinAppDecider } from './douyin-app.js';
import { douyinShopDecider, type DouyinShopCommand } from './douyin-shop.js';
import { liveRoomDecider } from './live-room.js';
import { miniAppSecretText, readMiniAppSecret } from './mini-app-secret.js';
import { paymentInterfacesDecider } from './payment-interfaces.js';
import { canTake, posModels, posModelsDecider, refusalOfMethods } from './pos-models.js';
import { terminalDecider, type EnrolTerminal } from './terminal.js';
import { overlap } from './timeline.js';

const at = (day: string): Instant => `${day}T00:00:00.000Z` as Instant;
const sealed = (name: string) => ({ ref: `sec_${name}`, fingerprint: name });

/** The code of a refusal, or how many events. */
function answer<S, C, E extends DomainEvent>(decider: Decider<S, C, E>, before: readonly C[], command: C): string | number {
  const decision = decider.decide(command, after(decider, before).state);
  return isRejection(decision) ? decision.code : decision.length;
}

describe('periods', () => {
  it.each([
    ['2026-09-01', '2026-10-01', '2026-10-01', undefined, false],
    ['2026-09-01', '2026-10-02', '2026-10-01', undefined, true],
    ['2026-09-01', undefined, '2026-12-01', '2026-12-02', true],
    ['2026-12-01', '2026-12-02', '2026-09-01', '2026-12-01', false],
  ])('%s to %s and %s to %s: %s', (from, to, otherFrom, otherTo, expected) => {
    const a = { from: at(from), ...(to !== undefined && { to: at(to) }) };
    const b = { from: at(otherFrom), ...(otherTo !== undefined && { to: at(otherTo) }) };
    expect([overlap(a, b), overlap(b, a)]).toEqual([expected, expected]);
  });
});

describe('a Douyin app', () => {
  const bind = { type: 'BindDouyinApp', appKey: '7', merchantId: 'm1', secret: sealed('a') } as const;
  const rotate = { type: 'RotateDouyinAppSecret', appKey: '7', secret: sealed('b'), at: at('2026-10-01') } as const;
  const overlapping = { ...rotate, overlapUntil: at('2026-10-08') };

  it('is bound again by its first secret or its newest, by no other', () => {
    const before = [bind, overlapping];
    const others = ['a', 'b', 'c'].map((name) => answer(douyinAppDecider, before, { ...bind, secret: sealed(name) }));
    expect(others).toEqual([0, 0, 'APP_BOUND_OTHERWISE']);
  });

  it('refuses an overlap that is over, and a rotation before it is bound', () => {
    expect(answer(douyinAppDecider, [bind], { ...rotate, overlapUntil: at('2026-10-01') })).toBe('OVERLAP_ENDED');
    expect(answer(douyinAppDecider, [], rotate)).toBe('APP_UNKNOWN');
  });

  it('ends the older overlap with a third secret', () => {
    const third = { ...rotate, secret: sealed('c'), at: at('2026-10-03'), overlapUntil: at('2026-10-20') };
    const { state } = after(douyinAppDecider, [bind, overlapping, third]);
    expect(state.secrets).toEqual([
      { secret: sealed('c') },
      { secret: sealed('b'), until: at('2026-10-20') },
      { secret: sealed('a'), until: at('2026-10-03') },
    ]);
  });

  it('destroys only what no longer verifies, once', () => {
    const discard = { type: 'DiscardDouyinAppSecret', appKey: '7', ref: 'sec_a', at: at('2026-10-08') } as const;
    expect(answer(douyinAppDecider, [bind, overlapping], { ...discard, at: at('2026-10-07') })).toBe('SECRET_IN_USE');
    expect(answer(douyinAppDecider, [bind, overlapping], { ...discard, ref: 'sec_b' })).toBe('SECRET_IN_USE');
    expect(answer(douyinAppDecider, [bind, overlapping, discard], discard)).toBe(0);
  });
});

describe('an account', () => {
  const bind: BindChannelAccount = {
    type: 'BindChannelAccount',
    kind: 'mini-app',
    accountId: 'tt1',
    merchantId: 'm1',
    storeId: '-',
    secret: sealed('a'),
    publicKeys: ['PEM'],
  };
  it.each([
    ['another merchant', { merchantId: 'm2' }],
    ['another store', { storeId: 's1' }],
    ['another secret', { secret: sealed('z') }],
    ['another key', { publicKeys: ['OTHER'] }],
  ])('is not bound to %s as well', (_, other) => {
    expect(answer(channelAccountDecider, [bind], { ...bind, ...other })).toBe('ACCOUNT_BOUND_OTHERWISE');
  });

  it('refuses a step out of turn, naming where it stands', () => {
    const evidence = { by: '王芳', at: at('2026-09-02'), reference: 'T-1' };
    const live = { type: 'AdvanceChannelAccount', kind: 'mini-app', accountId: 'tt1', to: 'live', evidence } as const;
    expect(channelAccountDecider.decide(live, after(channelAccountDecider, [bind]).state)).toMatchObject({
      code: 'BINDING_STEP_ILLEGAL',
      details: { state: 'registered', to: 'live' },
    });
    expect(answer(channelAccountDecider, [], live)).toBe('ACCOUNT_UNKNOWN');
  });

  it('keeps token and salt as one text', () => {
    const secret = { token: 'tok-EXAMPLE-1', salt: 'SALT-EXAMPLE' };
    expect(readMiniAppSecret(miniAppSecretText(secret))).toEqual(secret);
    expect([readMiniAppSecret('plain'), readMiniAppSecret('{"token":"t"}'), readMiniAppSecret('null')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('a shop and its interfaces', () => {
  const bound: DouyinShopCommand = { type: 'BindDouyinShop', shopId: '4', merchantId: 'm1', appKey: '7', storeId: '-' };
  const bind = { type: 'BindShopInterface', shopId: '4', interfaceId: 'wx', from: at('2026-09-01') } as const;
  const set = { type: 'SetShopDefaultInterface', shopId: '4', interfaceId: 'wx', from: at('2026-09-10') } as const;

  it('has one binding to an interface at a time', () => {
    const end = { type: 'UnbindShopInterface', shopId: '4', interfaceId: 'wx', to: at('2026-10-01') } as const;
    const again = { ...bind, from: at('2026-10-01') };
    expect(answer(douyinShopDecider, [bound, bind], again)).toBe('SHOP_INTERFACE_OVERLAPS');
    expect(answer(douyinShopDecider, [bound, bind, end], again)).toBe(1);
    expect(answer(douyinShopDecider, [bound, bind, end], end)).toBe(0);
    expect(answer(douyinShopDecider, [bound], end)).toBe('INTERFACE_NOT_BOUND');
    expect(answer(douyinShopDecider, [bound], { ...bind, to: bind.from })).toBe('PERIOD_EMPTY');
  });

  it('takes as default only what it is bound to, later than the default before', () => {
    const other = { ...bind, interfaceId: 'ali' };
    expect(answer(douyinShopDecider, [bound], set)).toBe('INTERFACE_NOT_BOUND');
    expect(answer(douyinShopDecider, [bound, bind, set], set)).toBe(0);
    expect(answer(douyinShopDecider, [bound, bind, other, set], { ...set, interfaceId: 'ali' })).toBe('DEFAULT_OVERLAPS');
  });

  it('is the same for a live room', () => {
    const room = { type: 'AssignLiveRoom', roomId: '7', shopId: '4', merchantId: 'm1', name: '直播间' } as const;
    const chosen = { type: 'SetLiveRoomDefaultInterface', roomId: '7', interfaceId: 'wx', from: at('2026-09-10') } as const;
    const move = { type: 'MoveLiveRoom', roomId: '7', shopId: '5', from: at('2026-09-10') } as const;
    expect(answer(liveRoomDecider, [], chosen)).toBe('LIVE_ROOM_UNKNOWN');
    expect(answer(liveRoomDecider, [room, chosen], { ...chosen, interfaceId: 'ali' })).toBe('DEFAULT_OVERLAPS');
    expect(answer(liveRoomDecider, [room, move], { ...move, shopId: '6' })).toBe('LIVE_ROOM_MOVE_OVERLAPS');
  });
});

describe('a payment interface', () => {
  const open = {
    type: 'OpenPaymentInterface',
    merchantId: 'm1',
    interfaceId: 'wx',
    channel: 'wechat',
    merchantNo: '1600000001',
    methods: ['wechat'],
    validFrom: at('2026-09-01'),
    validTo: at('2027-09-01'),
  } as const;
  const close = {
    type: 'ClosePaymentInterface',
    merchantId: 'm1',
    interfaceId: 'wx',
    at: at('2026-12-01'),
    reason: 'moved',
  } as const;

  it.each([
    ['INTERFACE_DIFFERS', { ...open, methods: ['alipay'] }],
    ['INTERFACE_OVERLAPS', { ...open, interfaceId: 'wx2', validFrom: at('2027-08-31'), validTo: at('2028-01-01') }],
    ['PERIOD_EMPTY', { ...open, interfaceId: 'wx2', validFrom: at('2027-09-01') }],
    [1, { ...open, interfaceId: 'wx2', validFrom: at('2027-09-01'), validTo: at('2028-01-01') }],
    [0, open],
    [1, { ...open, interfaceId: 'ali', channel: 'alipay' }],
  ])('%s', (expected, command) => {
    expect(answer(paymentInterfacesDecider, [open], command)).toBe(expected);
  });

  it('frees its number from the moment it is closed', () => {
    const next = { ...open, interfaceId: 'wx2', validFrom: at('2026-12-01') };
    expect(answer(paymentInterfacesDecider, [open, close], next)).toBe(1);
    expect(answer(paymentInterfacesDecider, [open, close], close)).toBe(0);
    expect(answer(paymentInterfacesDecider, [open, close], open)).toBe(0);
    expect(answer(paymentInterfacesDecider, [open, close], { ...close, reason: 'other' })).toBe('INTERFACE_CLOSED');
    expect(answer(paymentInterfacesDecider, [open], { ...close, at: at('2027-09-01') })).toBe('INTERFACE_NOT_VALID');
    expect(answer(paymentInterfacesDecider, [], close)).toBe('INTERFACE_UNKNOWN');
  });
});

describe('models and methods', () => {
  const { initial } = posModelsDecider;

  it('refuses a method that the model can not take, naming both', () => {
    expect(refusalOfMethods(initial, 'S90', ['card_chip', 'ecny'])).toMatchObject({
      code: 'METHOD_BEYOND_MODEL',
      details: { model: 'S90', method: 'ecny' },
    });
    expect(refusalOfMethods(initial, 'X1', ['card'])).toMatchObject({ code: 'POS_MODEL_UNKNOWN', details: { model: 'X1' } });
    expect(refusalOfMethods(initial, 'S90', ['card', 'card_chip'])).toBeUndefined();
  });

  it('lets a description go before what ships', () => {
    const describe = { type: 'DescribePosModel', model: 'S90', methods: ['card_chip', 'ecny'] } as const;
    const { state } = after(posModelsDecider, [describe]);
    expect(posModels(state).filter(({ model }) => model === 'S90')).toEqual([{ model: 'S90', methods: describe.methods }]);
    expect(refusalOfMethods(state, 'S90', ['ecny'])).toBeUndefined();
    expect(answer(posModelsDecider, [describe], { ...describe, methods: ['ecny', 'card_chip'] })).toBe(0);
    expect([canTake(['card_chip'], 'card'), canTake(['wechat'], 'card'), canTake(['card'], 'card_chip')]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('a terminal that was retired', () => {
  const enrol: EnrolTerminal = {
    type: 'EnrolTerminal',
    merchantNo: '8',
    terminalNo: 'P1',
    merchantId: 'm1',
    storeId: 's1',
    acquirer: 'unionpay',
    model: 'A920',
    key: sealed('k'),
    from: at('2026-09-01'),
  };
  const named = { merchantNo: '8', terminalNo: 'P1' } as const;
  const retire = {
    type: 'ChangeTerminalStatus',
    ...named,
    status: 'retired',
    from: at('2026-10-01'),
    reason: 'broken',
  } as const;

  it('changes no more, and its retirement said again is a retry', () => {
    const told = [
      retire,
      { ...retire, status: 'active', from: at('2026-11-01') } as const,
      { type: 'MoveTerminal', ...named, storeId: 's2', from: at('2026-11-01') } as const,
      { type: 'ConfigureTerminal', ...named, methods: ['card'], from: at('2026-11-01') } as const,
    ].map((command) => answer(terminalDecider, [enrol, retire], command));
    expect(told).toEqual([0, 'TERMINAL_RETIRED', 'TERMINAL_RETIRED', 'TERMINAL_RETIRED']);
  });

  it('was in another state before, one at a time', () => {
    const suspend = { ...retire, status: 'suspended', from: at('2026-09-20') } as const;
    expect(answer(terminalDecider, [enrol, suspend], { ...suspend, from: at('2026-09-25') })).toBe('TERMINAL_STATUS_ILLEGAL');
    expect(answer(terminalDecider, [enrol, suspend], { ...suspend, status: 'active' })).toBe('STATUS_OVERLAPS');
  });
});
