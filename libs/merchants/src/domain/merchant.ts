import { assertNever, type CutOff, type Decider } from '#kernel';
import type { MerchantCommand, MerchantEvent } from './setup.messages.js';
import { reject } from './setup.rejections.js';

export interface MerchantState {
  readonly registered?: { readonly merchantId: string; readonly name: string; readonly cutOff: CutOff };
  /** Store id → name. */
  readonly stores: ReadonlyMap<string, string>;
}

export const merchantDecider: Decider<MerchantState, MerchantCommand, MerchantEvent> = {
  initial: { stores: new Map() },
  decide(command, { registered, stores }) {
    switch (command.type) {
      case 'RegisterMerchant': {
        const { merchantId, name, cutOff } = command;
        if (!registered) return [{ type: 'MerchantRegistered', data: { merchantId, name, cutOff } }];
        return registered.name === name && registered.cutOff === cutOff ? [] : reject('MERCHANT_DIFFERS');
      }
      case 'OpenStore': {
        const { merchantId, storeId, name } = command;
        if (!registered) return reject('MERCHANT_UNKNOWN');
        const known = stores.get(storeId);
        if (known === undefined) return [{ type: 'StoreOpened', data: { merchantId, storeId, name } }];
        return known === name ? [] : reject('STORE_DIFFERS');
      }
      default:
        return assertNever(command, 'merchant command');
    }
  },
  evolve(state, event) {
    switch (event.type) {
      case 'MerchantRegistered':
        return { ...state, registered: event.data };
      case 'StoreOpened':
        return { ...state, stores: new Map(state.stores).set(event.data.storeId, event.data.name) };
      default:
        return assertNever(event, 'merchant event');
    }
  },
};
