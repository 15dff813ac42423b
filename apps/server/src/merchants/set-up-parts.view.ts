import {
  BINDING_STEPS,
  CHANNEL_ACCOUNT_KINDS,
  stateOf,
  type BindingProgress,
  type BindingState,
  type ChannelAccountKind,
  type ChannelAccountState,
  type DouyinAppState,
  type DouyinShopState,
  type LiveRoomState,
  type PaymentInterfaceEntry,
  type SecretRing,
  type TerminalState,
  type TerminalStatus,
} from '#merchants';
import { BOOLEAN, INTEGER, MOMENT, STRING, listOf, orNull, record, word } from '../http/schemas.js';
import { TERMINAL_STATUSES } from './terminals.requests.js';

/** Whether a secret is there, and until when the one before it verifies too. */
interface SecretView {
  readonly present: boolean;
  readonly overlapUntil: string | null;
}
const SECRET = record<SecretView>({ present: BOOLEAN, overlapUntil: orNull(MOMENT) });

const secretView = ([newest, before]: SecretRing): SecretView => ({
  present: newest !== undefined,
  overlapUntil: before?.until ?? null,
});

interface BindingView {
  readonly state: BindingState;
  readonly steps: BindingProgress;
}
const BINDING = {
  state: word(['registered', ...Object.keys(BINDING_STEPS)]),
  steps: listOf(record({ to: STRING, evidence: record({ by: STRING, at: MOMENT, reference: STRING }) })),
};
const bindingView = (steps: BindingProgress): BindingView => ({ state: stateOf(steps), steps });

interface DefaultView {
  readonly interfaceId: string;
  readonly from: string;
}
const DEFAULTS = listOf(record<DefaultView>({ interfaceId: STRING, from: MOMENT }));
const defaultViews = (defaults: DouyinShopState['defaults']): DefaultView[] =>
  defaults.map(({ value, from }) => ({ interfaceId: value, from }));

export interface AppView {
  readonly appKey: string;
  readonly secret: SecretView;
  readonly revision: number;
}
export const APP = record<AppView>({ appKey: STRING, secret: SECRET, revision: INTEGER });
export const appView = ({ bound, secrets }: DouyinAppState, revision: number): AppView | undefined =>
  bound && { appKey: bound.appKey, secret: secretView(secrets), revision };

export interface ShopView extends BindingView {
  readonly shopId: string;
  readonly appKey: string;
  readonly storeId: string;
  readonly paymentInterfaces: readonly { interfaceId: string; from: string; to: string | null }[];
  readonly defaultInterfaces: readonly DefaultView[];
  readonly revision: number;
}
export const SHOP = record<ShopView>({
  shopId: STRING,
  appKey: STRING,
  storeId: STRING,
  ...BINDING,
  paymentInterfaces: listOf(record({ interfaceId: STRING, from: MOMENT, to: orNull(MOMENT) })),
  defaultInterfaces: DEFAULTS,
  revision: INTEGER,
});
export function shopView({ bound, progress, interfaces, defaults }: DouyinShopState, revision: number): ShopView | undefined {
  if (!bound) return undefined;
  const { shopId, appKey, storeId } = bound;
  const paymentInterfaces = interfaces.map(({ interfaceId, from, to = null }) => ({ interfaceId, from, to }));
  const defaultInterfaces = defaultViews(defaults);
  return { shopId, appKey, storeId, ...bindingView(progress), paymentInterfaces, defaultInterfaces, revision };
}

export interface AccountView extends BindingView {
  readonly kind: ChannelAccountKind;
  readonly accountId: string;
  readonly storeId: string;
  readonly secret: SecretView;
  readonly publicKeys: readonly string[];
  /** Whether our own calls to the party can be signed. */
  readonly callKey: boolean;
  readonly revision: number;
}
export const ACCOUNT = record<AccountView>({
  kind: word(CHANNEL_ACCOUNT_KINDS),
  accountId: STRING,
  storeId: STRING,
  ...BINDING,
  secret: SECRET,
  publicKeys: listOf(STRING),
  callKey: BOOLEAN,
  revision: INTEGER,
});
export function accountView(
  { bound, progress, secrets, publicKeys, callKeys }: ChannelAccountState,
  revision: number,
): AccountView | undefined {
  if (!bound) return undefined;
  const { kind, accountId, storeId } = bound;
  const keys = { secret: secretView(secrets), publicKeys, callKey: callKeys.length > 0 };
  return { kind, accountId, storeId, ...bindingView(progress), ...keys, revision };
}

export interface RoomView {
  readonly roomId: string;
  readonly name: string;
  /** The first from the beginning: null. */
  readonly shops: readonly { shopId: string; from: string | null }[];
  readonly defaultInterfaces: readonly DefaultView[];
  readonly revision: number;
}
export const ROOM = record<RoomView>({
  roomId: STRING,
  name: STRING,
  shops: listOf(record({ shopId: STRING, from: orNull(MOMENT) })),
  defaultInterfaces: DEFAULTS,
  revision: INTEGER,
});
export function roomView({ assigned, moves, defaults }: LiveRoomState, revision: number): RoomView | undefined {
  if (!assigned) return undefined;
  const { roomId, name, shopId } = assigned;
  const shops = [{ shopId, from: null }, ...moves.map(({ value, from }) => ({ shopId: value, from }))];
  return { roomId, name, shops, defaultInterfaces: defaultViews(defaults), revision };
}

export interface TerminalView {
  readonly merchantNo: string;
  readonly terminalNo: string;
  readonly acquirer: string;
  readonly model: string;
  readonly placements: readonly { storeId: string; from: string }[];
  /** Empty: it may take whatever its model can. */
  readonly methods: readonly { methods: readonly string[]; from: string }[];
  /** Empty: active since it was enrolled. */
  readonly statuses: readonly { status: TerminalStatus; reason: string; from: string }[];
  readonly key: SecretView;
  readonly revision: number;
}
export const TERMINAL = record<TerminalView>({
  merchantNo: STRING,
  terminalNo: STRING,
  acquirer: STRING,
  model: STRING,
  placements: listOf(record({ storeId: STRING, from: MOMENT })),
  methods: listOf(record({ methods: listOf(STRING), from: MOMENT })),
  statuses: listOf(record({ status: word(TERMINAL_STATUSES), reason: STRING, from: MOMENT })),
  key: SECRET,
  revision: INTEGER,
});
export function terminalView(state: TerminalState, revision: number): TerminalView | undefined {
  if (!state.enrolled) return undefined;
  const { merchantNo, terminalNo, acquirer, model } = state.enrolled;
  return {
    merchantNo,
    terminalNo,
    acquirer,
    model,
    placements: state.placements.map(({ value, from }) => ({ storeId: value, from })),
    methods: state.methods.map(({ value, from }) => ({ methods: value, from })),
    statuses: state.statuses.map(({ value, from }) => ({ ...value, from })),
    key: secretView(state.keys),
    revision,
  };
}

export interface InterfaceView {
  readonly id: string;
  readonly channel: string;
  readonly merchantNo: string;
  readonly methods: readonly string[];
  readonly validFrom: string;
  readonly validTo: string | null;
  /** Why it was closed; null where it was not. */
  readonly closedFor: string | null;
}
export const INTERFACE = record<InterfaceView>({
  id: STRING,
  channel: STRING,
  merchantNo: STRING,
  methods: listOf(STRING),
  validFrom: MOMENT,
  validTo: orNull(MOMENT),
  closedFor: orNull(STRING),
});
export const interfaceView = (one: PaymentInterfaceEntry): InterfaceView => ({
  id: one.interfaceId,
  channel: one.channel,
  merchantNo: one.merchantNo,
  methods: one.methods,
  validFrom: one.validFrom,
  validTo: one.validTo ?? null,
  closedFor: one.closed?.reason ?? null,
});
