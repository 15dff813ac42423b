import { isRejection, type Decider, type DomainEvent, type Instant } from '#kernel';
import { douyinAppDecider } from './douyin-app.js';
import { douyinShopDecider } from './douyin-shop.js';
import { merchantDecider } from './merchant.js';
import type { RegisterMerchant } from './setup.messages.js';
import { storeAt, terminalDecider, type EnrolTerminal } from './terminal.js';

const at = (day: string): Instant => `${day}T00:00:00.000Z` as Instant;

/** Plays commands one after another; answers the code of a refusal or the types of the events, command by command. */
function play<S, C, E extends DomainEvent>(decider: Decider<S, C, E>, commands: readonly C[]): (string | string[])[] {
  let state = decider.initial;
  return commands.map((command) => {
    const decision = decider.decide(command, state);
    if (isRejection(decision)) return decision.code;
    state = decision.reduce((before, event) => decider.evolve(before, event), state);
    return decision.map(({ type }) => type);
  });
}

const register: RegisterMerchant = { type: 'RegisterMerchant', merchantId: 'm1', name: '茶铺', cutOff: '23:00' };
const enrol: EnrolTerminal = {
  type: 'EnrolTerminal',
  merchantNo: '898100012340001',
  terminalNo: 'POS00001',
  merchantId: 'm1',
  storeId: 's1',
  acquirer: 'unionpay',
  model: 'A920',
  key: { ref: 'sec_1', fingerprint: 'f1' },
  from: at('2026-09-01'),
};

describe('merchant', () => {
  it('opens stores of a registered merchant only, and stays quiet on a retry', () => {
    const open = { type: 'OpenStore', merchantId: 'm1', storeId: 's1', name: '一店' } as const;
    expect(play(merchantDecider, [open, register, register, open, open])).toEqual([
      'MERCHANT_UNKNOWN',
      ['MerchantRegistered'],
      [],
      ['StoreOpened'],
      [],
    ]);
  });

  it('refuses other particulars under the same id', () => {
    const renamed = { type: 'OpenStore', merchantId: 'm1', storeId: 's1', name: '二店' } as const;
    expect(play(merchantDecider, [register, { ...register, cutOff: '24:00' }])).toEqual([
      ['MerchantRegistered'],
      'MERCHANT_DIFFERS',
    ]);
    expect(play(merchantDecider, [register, { ...renamed, name: '一店' }, renamed])[2]).toBe('STORE_DIFFERS');
  });
});

describe('what is bound once', () => {
  it('knows the same secret by its fingerprint, whatever its reference', () => {
    const bind = { type: 'BindDouyinApp', appKey: '7', merchantId: 'm1', secret: { ref: 'a', fingerprint: 'f' } } as const;
    expect(
      play(douyinAppDecider, [
        bind,
        { ...bind, secret: { ref: 'b', fingerprint: 'f' } },
        { ...bind, secret: { ref: 'c', fingerprint: 'g' } },
        { ...bind, merchantId: 'm2' },
      ]),
    ).toEqual([['DouyinAppBound'], [], 'APP_BOUND_OTHERWISE', 'APP_BOUND_OTHERWISE']);
  });

  it('refuses a shop bound to two merchants', () => {
    const bind = { type: 'BindDouyinShop', shopId: '4463798', merchantId: 'm1', appKey: '7', storeId: '-' } as const;
    expect(play(douyinShopDecider, [bind, bind, { ...bind, merchantId: 'm2' }])).toEqual([
      ['DouyinShopBound'],
      [],
      'SHOP_BOUND_OTHERWISE',
    ]);
  });
});

describe('terminal', () => {
  it('is enrolled once; a retry with a later clock and the same key adds nothing', () => {
    expect(
      play(terminalDecider, [
        enrol,
        { ...enrol, from: at('2026-09-02'), key: { ref: 'sec_2', fingerprint: 'f1' } },
        { ...enrol, storeId: 's2' },
      ]),
    ).toEqual([['TerminalEnrolled'], [], 'TERMINAL_ENROLLED_OTHERWISE']);
  });

  it('moves forward in time only', () => {
    const move = { type: 'MoveTerminal', merchantNo: enrol.merchantNo, terminalNo: enrol.terminalNo, storeId: 's2' } as const;
    expect(
      play(terminalDecider, [
        { ...move, from: at('2026-10-01') },
        enrol,
        { ...move, from: at('2026-10-01') },
        { ...move, from: at('2026-10-01') },
        { ...move, storeId: 's1', from: at('2026-09-15') },
      ]),
    ).toEqual(['TERMINAL_UNKNOWN', ['TerminalEnrolled'], ['TerminalMoved'], [], 'PLACEMENT_OVERLAPS']);
  });

  it.each([
    ['2026-08-01', 's1'],
    ['2026-09-30', 's1'],
    ['2026-10-01', 's2'],
    ['2027-01-01', 's2'],
  ])('stood on %s in %s', (day, store) => {
    const placements = [
      { value: 's1', from: at('2026-09-01') },
      { value: 's2', from: at('2026-10-01') },
    ];
    expect(storeAt({ ...terminalDecider.initial, placements }, at(day))).toBe(store);
  });
});
