import { assertNever, type CutOff, type Decider } from '#kernel';
import type { MerchantCommand, MerchantEvent } from './setup.messages.js';
import { reject } from './setup.rejections.js';

export interface Store {
  readonly storeId: string;
  readonly name: string;
}

export interface MerchantState {
  readonly registered?: { readonly merchantId: string; readonly name: string; readonly cutOff: CutOff };
  readonly stores: readonly Store[];
}

export const merchantDecider: Decider<MerchantState, MerchantCommand, MerchantEvent> = {
  initial: { stores: [] },
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
        const known = stores.find((store) => store.storeId === storeId);
        if (!known) return [{ type: 'StoreOpened', data: { merchantId, storeId, name } }];
        return known.name === name ? [] : reject('STORE_DIFFERS');
      }
      default:
        return assertNever(command, 'merchant command');
    }
  },
  evolve(state, event) {
    switch (event.type) {
      case 'MerchantRegistered':
        return { ...state, registered: event.data };
      case 'StoreOpened': {
        const { storeId, name } = event.data;
        return { ...state, stores: [...state.stores, { storeId, name }] };
      }
      default:
        return assertNever(event, 'merchant event');
    }
  },
};
