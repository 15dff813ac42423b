import { assertNever, type Decider, type DomainEvent } from '#kernel';
import { decided } from './once.js';
import {
  discard,
  isOneOf,
  judgeDiscarding,
  judgeRotation,
  newestOf,
  ringOf,
  rotate,
  type Discarding,
  type Rotation,
  type SealedSecret,
  type SecretRing,
} from './rotation.js';
import { reject } from './setup.rejections.js';

interface AppName {
  readonly appKey: string;
}
interface AppParticulars extends AppName {
  readonly merchantId: string;
  readonly secret: SealedSecret;
}
export type BindDouyinApp = AppParticulars & { readonly type: 'BindDouyinApp' };
export type RotateDouyinAppSecret = AppName & Rotation & { readonly type: 'RotateDouyinAppSecret' };
export type DiscardDouyinAppSecret = AppName & Discarding & { readonly type: 'DiscardDouyinAppSecret' };
export type DouyinAppCommand = BindDouyinApp | RotateDouyinAppSecret | DiscardDouyinAppSecret;
export type DouyinAppEvent =
  | DomainEvent<'DouyinAppBound', AppParticulars>
  | DomainEvent<'DouyinAppSecretRotated', AppName & Rotation>
  | DomainEvent<'DouyinAppSecretDiscarded', AppName & Discarding>;

export interface DouyinAppState {
  readonly bound?: AppParticulars;
  readonly secrets: SecretRing;
}

export const douyinAppDecider: Decider<DouyinAppState, DouyinAppCommand, DouyinAppEvent> = {
  initial: { secrets: [] },
  decide(command, { bound, secrets }) {
    if (command.type !== 'BindDouyinApp' && !bound) return reject('APP_UNKNOWN');
    switch (command.type) {
      case 'BindDouyinApp': {
        const { appKey, merchantId, secret } = command;
        const isSame = bound?.merchantId === merchantId && isOneOf(secret, [bound.secret, newestOf(secrets)]);
        if (bound) return isSame ? [] : reject('APP_BOUND_OTHERWISE');
        return [{ type: 'DouyinAppBound', data: { appKey, merchantId, secret } }];
      }
      case 'RotateDouyinAppSecret': {
        const { type: _type, ...data } = command;
        return decided(judgeRotation(secrets, data), { type: 'DouyinAppSecretRotated', data });
      }
      case 'DiscardDouyinAppSecret': {
        const { type: _type, ...data } = command;
        return decided(judgeDiscarding(secrets, data), { type: 'DouyinAppSecretDiscarded', data });
      }
      default:
        return assertNever(command, 'app command');
    }
  },
  evolve(state, event) {
    switch (event.type) {
      case 'DouyinAppBound':
        return { bound: event.data, secrets: ringOf(event.data.secret) };
      case 'DouyinAppSecretRotated':
        return { ...state, secrets: rotate(state.secrets, event.data) };
      case 'DouyinAppSecretDiscarded':
        return { ...state, secrets: discard(state.secrets, event.data) };
      default:
        return assertNever(event, 'app event');
    }
  },
};
