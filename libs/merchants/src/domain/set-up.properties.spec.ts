import fc from 'fast-check';
import { instant, isRejection, type Decider, type DomainEvent, type Instant } from '#kernel';
import { BINDING_STEPS, stateOf, type BindingState, type BindingStep } from './binding.js';
import { channelAccountDecider, type ChannelAccountCommand } from './channel-account.js';
import { paymentInterfacesDecider, validity, type PaymentInterface } from './payment-interfaces.js';
import { verifyingAt } from './rotation.js';
import { isWithin } from './timeline.js';
import { statusAt, storeAt, terminalDecider, type TerminalCommand } from './terminal.js';
import { liveRoomDecider, shopAt, type LiveRoomCommand } from './live-room.js';

const DAY_MS = 86_400_000;
const day = (n: number): Instant => instant(Date.parse('2026-09-01T00:00:00Z') + n * DAY_MS);
const days = fc.integer({ min: 0, max: 30 });

interface Told<S, C> {
  readonly state: S;
  /** Those that were not refused, in order. */
  readonly taken: readonly C[];
}

/** Tells commands, each again at once: the second time it must add nothing. */
function tell<S, C, E extends DomainEvent>(decider: Decider<S, C, E>, commands: readonly C[]): Told<S, C> {
  let state = decider.initial;
  const taken: C[] = [];
  for (const command of commands) {
    const decision = decider.decide(command, state);
    if (isRejection(decision)) continue;
    if (decision.length > 0) taken.push(command);
    state = decision.reduce((before, event) => decider.evolve(before, event), state);
    expect(decider.decide(command, state)).toEqual([]);
  }
  return { state, taken };
}

const TERMINAL = { merchantNo: '898100012340001', terminalNo: 'POS00001' } as const;
const ENROL: TerminalCommand = {
  type: 'EnrolTerminal',
  ...TERMINAL,
  merchantId: 'm1',
  storeId: 's0',
  acquirer: 'unionpay',
  model: 'A920',
  key: { ref: 'k0', fingerprint: 'k0' },
  from: day(0),
};

const terminalCommands: fc.Arbitrary<TerminalCommand> = fc.oneof(
  fc.record({ store: fc.constantFrom('s0', 's1', 's2'), at: days }).map(({ store, at }): TerminalCommand => {
    return { type: 'MoveTerminal', ...TERMINAL, storeId: store, from: day(at) };
  }),
  fc
    .record({ status: fc.constantFrom('active' as const, 'suspended' as const), at: days })
    .map(({ status, at }): TerminalCommand => {
      return { type: 'ChangeTerminalStatus', ...TERMINAL, status, from: day(at), reason: 'told' };
    }),
);

describe('a random history of set-up commands', () => {
  it('leaves a terminal where the last placement before a moment says, and in that state', () => {
    fc.assert(
      fc.property(fc.array(terminalCommands, { maxLength: 20 }), days, (commands, asked) => {
        const { state, taken } = tell(terminalDecider, [ENROL, ...commands]);
        let [store, status]: [string, string] = ['s0', 'active'];
        for (const one of taken) {
          if (one.type === 'MoveTerminal' && one.from <= day(asked)) store = one.storeId;
          if (one.type === 'ChangeTerminalStatus' && one.from <= day(asked)) status = one.status;
        }
        expect([storeAt(state, day(asked)), statusAt(state, day(asked))]).toEqual([store, status]);
      }),
    );
  });

  it('moves a live room forward in time, and keeps where it was', () => {
    const moves = fc.record({ shop: fc.constantFrom('1', '2', '3'), at: days });
    fc.assert(
      fc.property(fc.array(moves, { maxLength: 20 }), days, (told, asked) => {
        const assign: LiveRoomCommand = { type: 'AssignLiveRoom', roomId: '7', shopId: '1', merchantId: 'm1', name: '直播间' };
        const commands = told.map(({ shop, at }): LiveRoomCommand => {
          return { type: 'MoveLiveRoom', roomId: '7', shopId: shop, from: day(at) };
        });
        const { state, taken } = tell(liveRoomDecider, [assign, ...commands]);
        const before = taken.filter((one) => one.type === 'MoveLiveRoom' && one.from <= day(asked));
        const last = before.at(-1);
        expect(shopAt(state, day(asked))).toBe(last?.type === 'MoveLiveRoom' ? last.shopId : '1');
      }),
    );
  });

  it('never lets two interfaces of one channel and number be valid at one moment', () => {
    const opened = fc.record({
      no: fc.integer({ min: 1, max: 8 }),
      channel: fc.constantFrom('wechat', 'alipay'),
      from: days,
      length: fc.option(fc.integer({ min: 1, max: 10 }), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(opened, { maxLength: 20 }), days, (told, asked) => {
        const commands = told.map(({ no, channel, from, length }) => ({
          type: 'OpenPaymentInterface' as const,
          merchantId: 'm1',
          interfaceId: `i${String(no)}`,
          channel,
          merchantNo: '1600000001',
          methods: [channel],
          validFrom: day(from),
          ...(length !== undefined && { validTo: day(from + length) }),
        }));
        const { state, taken } = tell(paymentInterfacesDecider, commands);
        expect(state.interfaces.length).toBe(taken.length);
        const valid = state.interfaces.filter((one: PaymentInterface) => isWithin(day(asked), validity(one)));
        expect(new Set(valid.map(({ channel }) => channel)).size).toBe(valid.length);
      }),
    );
  });

  it('verifies by the newest secret and by one more while its overlap lasts', () => {
    const rotations = fc.record({ secret: fc.integer({ min: 1, max: 9 }), overlap: fc.integer({ min: 0, max: 6 }) });
    const account = { kind: 'lakala', accountId: 'OP1' } as const;
    const sealed = (n: number, at: number) => ({ ref: `r${String(n)}-${String(at)}`, fingerprint: `f${String(n)}` });
    const bind: ChannelAccountCommand = {
      type: 'BindChannelAccount',
      ...account,
      merchantId: 'm1',
      storeId: '-',
      secret: sealed(0, 0),
      publicKeys: [],
    };
    fc.assert(
      fc.property(fc.array(rotations, { maxLength: 10 }), fc.integer({ min: 0, max: 5 }), (told, later) => {
        const commands = told.map(({ secret, overlap }, index): ChannelAccountCommand => {
          const until = overlap === 0 ? {} : { overlapUntil: day(index + overlap) };
          return { type: 'RotateChannelAccountSecret', ...account, secret: sealed(secret, index), at: day(index), ...until };
        });
        const { state, taken } = tell(channelAccountDecider, [bind, ...commands]);
        const now = day(told.length + later);
        let newest = 'f0';
        let before: { readonly is: string; readonly until: Instant } | undefined;
        for (const one of taken) {
          if (one.type !== 'RotateChannelAccountSecret') continue;
          before = { is: newest, until: one.overlapUntil ?? one.at };
          newest = one.secret.fingerprint;
        }
        const expected = before && now < before.until ? [newest, before.is] : [newest];
        expect(verifyingAt(state.secrets, now).map(({ fingerprint }) => fingerprint)).toEqual(expected);
      }),
    );
  });

  it('takes a binding along legal steps only', () => {
    const steps = fc.constantFrom(...(Object.keys(BINDING_STEPS) as BindingStep[]));
    const account = { kind: 'douyin-life', accountId: 'ck' } as const;
    fc.assert(
      fc.property(fc.array(steps, { maxLength: 30 }), (told) => {
        const bind = { type: 'BindChannelAccount', ...account, merchantId: 'm1', storeId: '-', publicKeys: [] } as const;
        const commands = told.map((to, index): ChannelAccountCommand => {
          const evidence = { by: '王芳', at: day(0), reference: String(index) };
          return { type: 'AdvanceChannelAccount', ...account, to, evidence };
        });
        const { state } = tell(channelAccountDecider, [bind, ...commands]);
        let naive: BindingState = 'registered';
        for (const to of told) if (BINDING_STEPS[to].includes(naive)) naive = to;
        expect(stateOf(state.progress)).toBe(naive);
      }),
    );
  });
});
