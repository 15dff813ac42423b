import type { SetUpKind, SetUpPart, SetUpStates } from '#merchants';
import { STRING, listOf, record } from '../http/schemas.js';
import { MERCHANT, merchantView, type MerchantView } from './merchant.view.js';
import {
  ACCOUNT,
  APP,
  INTERFACE,
  ROOM,
  SHOP,
  TERMINAL,
  accountView,
  appView,
  interfaceView,
  roomView,
  shopView,
  terminalView,
  type AccountView,
  type AppView,
  type InterfaceView,
  type RoomView,
  type ShopView,
  type TerminalView,
} from './set-up-parts.view.js';

/** All that was set up for a merchant. What is effective-dated is there with all its times; secrets only with the end of their overlap. */
export interface SetUpView {
  readonly merchant: MerchantView;
  readonly merchantNos: readonly string[];
  readonly douyinApps: readonly AppView[];
  readonly douyinShops: readonly ShopView[];
  readonly channelAccounts: readonly AccountView[];
  readonly liveRooms: readonly RoomView[];
  readonly terminals: readonly TerminalView[];
  readonly paymentInterfaces: readonly InterfaceView[];
  /** Of the stream that holds all payment interfaces; null where none was ever opened. */
  readonly paymentInterfacesRevision: number | null;
}

export const SET_UP = record<SetUpView>({
  merchant: MERCHANT,
  merchantNos: listOf(STRING),
  douyinApps: listOf(APP),
  douyinShops: listOf(SHOP),
  channelAccounts: listOf(ACCOUNT),
  liveRooms: listOf(ROOM),
  terminals: listOf(TERMINAL),
  paymentInterfaces: listOf(INTERFACE),
  paymentInterfacesRevision: { type: ['integer', 'null'] },
});

/** Undefined where nobody registered the merchant. */
export function setUpView(parts: readonly SetUpPart[]): SetUpView | undefined {
  const [merchant] = of(parts, 'merchant', merchantView);
  if (!merchant) return undefined;
  const [interfacesRevision = null] = of(parts, 'payment-interfaces', (_state, revision) => revision);
  return {
    merchant,
    merchantNos: of(parts, 'merchant-no', ({ merchantNo }) => merchantNo),
    douyinApps: of(parts, 'douyin-app', appView),
    douyinShops: of(parts, 'douyin-shop', shopView),
    channelAccounts: of(parts, 'channel-account', accountView),
    liveRooms: of(parts, 'live-room', roomView),
    terminals: of(parts, 'terminal', terminalView),
    paymentInterfaces: of(parts, 'payment-interfaces', ({ interfaces }) => interfaces.map(interfaceView)).flat(),
    paymentInterfacesRevision: interfacesRevision,
  };
}

function of<K extends SetUpKind, View>(
  parts: readonly SetUpPart[],
  kind: K,
  view: (state: SetUpStates[K], revision: number) => View | undefined,
): View[] {
  return parts.flatMap((part) => {
    const seen = part.kind === kind ? view(part.state as SetUpStates[K], part.revision) : undefined;
    return seen === undefined ? [] : [seen];
  });
}
