import { assertNever, canonicalJson, type Decider, type DomainEvent, type Instant } from '#kernel';
import { judgeAdvance, type Advance, type BindingProgress } from './binding.js';
import { decided, judgeOnce, type Judgement } from './once.js';
import { reject } from './setup.rejections.js';
import { isPeriod, isWithin, overlap, placeIn, type Period, type Timeline } from './timeline.js';

interface ShopName {
  readonly shopId: string;
}
interface ShopParticulars extends ShopName {
  readonly merchantId: string;
  readonly appKey: string;
  readonly storeId: string;
}
/** An interface that the shop is paid through, for a time. */
export interface ShopInterface extends Period {
  readonly interfaceId: string;
}
/** What an order without a choice of its own is paid through, from a moment on. */
export interface DefaultInterface {
  readonly interfaceId: string;
  readonly from: Instant;
}
interface InterfaceEnd {
  readonly interfaceId: string;
  /** Not included. */
  readonly to: Instant;
}

export type BindDouyinShop = ShopParticulars & { readonly type: 'BindDouyinShop' };
export type AdvanceDouyinShop = ShopName & Advance & { readonly type: 'AdvanceDouyinShop' };
export type BindShopInterface = ShopName & ShopInterface & { readonly type: 'BindShopInterface' };
export type UnbindShopInterface = ShopName & InterfaceEnd & { readonly type: 'UnbindShopInterface' };
export type SetShopDefaultInterface = ShopName & DefaultInterface & { readonly type: 'SetShopDefaultInterface' };
export type DouyinShopCommand =
  BindDouyinShop | AdvanceDouyinShop | BindShopInterface | UnbindShopInterface | SetShopDefaultInterface;

export type DouyinShopEvent =
  | DomainEvent<'DouyinShopBound', ShopParticulars>
  | DomainEvent<'DouyinShopAdvanced', ShopName & Advance>
  | DomainEvent<'ShopInterfaceBound', ShopName & ShopInterface>
  | DomainEvent<'ShopInterfaceUnbound', ShopName & InterfaceEnd>
  | DomainEvent<'ShopDefaultInterfaceSet', ShopName & DefaultInterface>;

export interface DouyinShopState {
  readonly bound?: ShopParticulars;
  readonly progress: BindingProgress;
  readonly interfaces: readonly ShopInterface[];
  /** Ids of interfaces. */
  readonly defaults: Timeline<string>;
}

export const douyinShopDecider: Decider<DouyinShopState, DouyinShopCommand, DouyinShopEvent> = {
  initial: { progress: [], interfaces: [], defaults: [] },
  decide(command, state) {
    if (command.type !== 'BindDouyinShop' && !state.bound) return reject('SHOP_UNKNOWN');
    switch (command.type) {
      case 'BindDouyinShop': {
        const { type: _type, ...data } = command;
        const judgement = judgeOnce(state.bound, data, () => reject('SHOP_BOUND_OTHERWISE'));
        return decided(judgement, { type: 'DouyinShopBound', data });
      }
      case 'AdvanceDouyinShop': {
        const { type: _type, ...data } = command;
        const { to, evidence } = data;
        return decided(judgeAdvance(state.progress, { to, evidence }), { type: 'DouyinShopAdvanced', data });
      }
      case 'BindShopInterface': {
        const { type: _type, ...data } = command;
        return decided(judgeInterface(state, data), { type: 'ShopInterfaceBound', data });
      }
      case 'UnbindShopInterface': {
        const { type: _type, ...data } = command;
        return decided(judgeEnd(state, data), { type: 'ShopInterfaceUnbound', data });
      }
      case 'SetShopDefaultInterface': {
        const { type: _type, ...data } = command;
        return decided(judgeDefault(state, data), { type: 'ShopDefaultInterfaceSet', data });
      }
      default:
        return assertNever(command, 'shop command');
    }
  },
  evolve(state, event) {
    switch (event.type) {
      case 'DouyinShopBound':
        return { ...state, bound: event.data };
      case 'DouyinShopAdvanced': {
        const { to, evidence } = event.data;
        return { ...state, progress: [...state.progress, { to, evidence }] };
      }
      case 'ShopInterfaceBound': {
        const { shopId: _shopId, ...bound } = event.data;
        return { ...state, interfaces: [...state.interfaces, bound] };
      }
      case 'ShopInterfaceUnbound': {
        const { interfaceId, to } = event.data;
        const interfaces = state.interfaces.map((bound) => (isRunning(bound, interfaceId, to) ? { ...bound, to } : bound));
        return { ...state, interfaces };
      }
      case 'ShopDefaultInterfaceSet': {
        const { interfaceId, from } = event.data;
        return { ...state, defaults: [...state.defaults, { from, value: interfaceId }] };
      }
      default:
        return assertNever(event, 'shop event');
    }
  },
};

/** Whether the shop is bound to an interface at that moment. */
export const isBoundTo = ({ interfaces }: DouyinShopState, interfaceId: string, at: Instant): boolean =>
  interfaces.some((bound) => bound.interfaceId === interfaceId && isWithin(at, bound));

function judgeInterface({ interfaces }: DouyinShopState, { interfaceId, from, to }: ShopInterface): Judgement {
  const period = { from, ...(to !== undefined && { to }) };
  if (!isPeriod(period)) return reject('PERIOD_EMPTY');
  const those = interfaces.filter((bound) => bound.interfaceId === interfaceId);
  if (those.some((bound) => canonicalJson(bound) === canonicalJson({ interfaceId, ...period }))) return 'known';
  return those.some((bound) => overlap(bound, period)) ? reject('SHOP_INTERFACE_OVERLAPS') : 'new';
}

function judgeEnd({ interfaces }: DouyinShopState, { interfaceId, to }: InterfaceEnd): Judgement {
  if (interfaces.some((bound) => bound.interfaceId === interfaceId && bound.to === to)) return 'known';
  return interfaces.some((bound) => isRunning(bound, interfaceId, to)) ? 'new' : reject('INTERFACE_NOT_BOUND');
}

/** It can end at a moment within it only. */
const isRunning = (bound: ShopInterface, interfaceId: string, to: Instant): boolean =>
  bound.interfaceId === interfaceId && bound.from < to && isWithin(to, bound);

function judgeDefault(state: DouyinShopState, { interfaceId, from }: DefaultInterface): Judgement {
  const place = placeIn(state.defaults, { from, value: interfaceId });
  if (place === 'known') return 'known';
  if (!isBoundTo(state, interfaceId, from)) return reject('INTERFACE_NOT_BOUND');
  return place === 'overlaps' ? reject('DEFAULT_OVERLAPS') : 'new';
}
