import type { CommandFeature, CommandHandling, Outcome } from '#event-log';
import { isRejection, type DomainEvent, type Rejection } from '#kernel';
import { merchantDecider, type MerchantState } from '../domain/merchant.js';
import type { Judgement } from '../domain/once.js';
import type { PaymentInterface } from '../domain/payment-interfaces.js';
import type { SealedSecret } from '../domain/rotation.js';
import { reject } from '../domain/setup.rejections.js';
import { setupStreams } from '../merchants.feature.js';
import type { SecretVault } from '../vault.js';

/** How many authorizations of an interface still hold money, as far as can be known now. */
export type OpenHolds = (of: Pick<PaymentInterface, 'merchantId' | 'merchantNo' | 'channel'>) => Promise<number>;

/** What the steps of a set-up work with. */
export interface SetupParts {
  readonly handling: CommandHandling;
  readonly vault: SecretVault;
  readonly openHolds: OpenHolds;
}

export const refused = (rejection: Rejection): Outcome => ({ ok: false, rejection });

export const merchantOf = (
  { handling }: SetupParts,
  merchantId: string,
): Promise<{ state: MerchantState; revision: number | 'no_stream' }> =>
  handling.load(setupStreams.merchant(merchantId), merchantDecider);

/** Undefined where the merchant, and the store where one is named, are there. */
export async function refusalOf(parts: SetupParts, merchantId: string, storeId?: string): Promise<Rejection | undefined> {
  const { state } = await merchantOf(parts, merchantId);
  if (!state.registered) return reject('MERCHANT_UNKNOWN');
  const isThere = storeId === undefined || state.stores.some((store) => store.storeId === storeId);
  return isThere ? undefined : reject('STORE_UNKNOWN');
}

/** What a command would come to now: asked before the checks, and the steps on other streams, that a retry does not need. */
export async function foresee<State, Command, Event extends DomainEvent>(
  { handling }: SetupParts,
  { decider, streamOf }: CommandFeature<State, Command, Event>,
  command: Command,
): Promise<Judgement> {
  const { state } = await handling.load(streamOf(command), decider);
  const decision = decider.decide(command, state);
  return isRejection(decision) ? decision : decision.length === 0 ? 'known' : 'new';
}

/** Seals a secret for one command; what the command did not take is destroyed again. */
export async function withSealed(
  { vault }: SetupParts,
  secret: string,
  run: (sealed: SealedSecret) => Promise<Outcome>,
): Promise<Outcome> {
  const sealed = await vault.seal(secret);
  const outcome = await run(sealed);
  if (!outcome.ok || outcome.events.length === 0) await vault.discard(sealed);
  return outcome;
}
