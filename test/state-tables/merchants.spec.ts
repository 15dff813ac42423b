import { isRejection, type Decider, type DomainEvent, type Instant } from '#kernel';
import {
  BINDING_STEPS,
  channelAccountDecider,
  douyinShopDecider,
  stateOf,
  type Advance,
  type BindingProgress,
  type BindingStep,
} from '#merchants';
import { describeStates } from './describe-states.js';
import type { Machine } from './machine.js';

type Step = 'bound' | BindingStep;
interface Bound {
  readonly bound?: unknown;
  readonly progress: BindingProgress;
}

const STEPS = Object.keys(BINDING_STEPS) as BindingStep[];
const statusOf = ({ progress }: Bound): string => stateOf(progress);

/** Each step with evidence of its own, for with the same it would be a retry. */
function bindingMachine<State extends Bound, Command, Event extends DomainEvent>(
  decider: Decider<State, Command, Event>,
  { bind, advance }: { readonly bind: NoInfer<Command>; readonly advance: (step: Advance) => NoInfer<Command> },
): Machine<State, Step> {
  const commandOf = (step: Step, { progress }: State): Command => {
    if (step === 'bound') return bind;
    const evidence = { by: 'wang', at: '2026-01-01T00:00:00.000Z' as Instant, reference: String(progress.length) };
    return advance({ to: step, evidence });
  };
  return {
    initial: decider.initial,
    statuses: ['registered', ...STEPS],
    steps: Object.fromEntries((['bound', ...STEPS] as const).map((step) => [step, step])),
    take(step, before) {
      const decided = decider.decide(commandOf(step, before), before);
      if (isRejection(decided)) return { refused: decided.code };
      const state = decided.reduce((folded, event) => decider.evolve(folded, event), before);
      return { state, status: statusOf(state), flags: [] };
    },
    alike: (state) => `${String(state.bound !== undefined)} ${statusOf(state)}`,
  };
}

describe('states of the binding of a Douyin shop', () => {
  const shop = { shopId: '446', merchantId: 'tea', appKey: '700', storeId: '-' };
  describeStates(
    bindingMachine(douyinShopDecider, {
      bind: { type: 'BindDouyinShop', ...shop },
      advance: (step) => ({ type: 'AdvanceDouyinShop', shopId: shop.shopId, ...step }) as const,
    }),
    { readme: 'libs/merchants/README.md', name: 'shops' },
  );
});

describe('states of the binding of an account', () => {
  const account = { kind: 'lakala', accountId: 'OP1' } as const;
  describeStates(
    bindingMachine(channelAccountDecider, {
      bind: { type: 'BindChannelAccount', ...account, merchantId: 'tea', storeId: '-', publicKeys: [] },
      advance: (step) => ({ type: 'AdvanceChannelAccount', ...account, ...step }) as const,
    }),
    { readme: 'libs/merchants/README.md', name: 'accounts' },
  );
});
