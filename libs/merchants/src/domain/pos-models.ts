import type { Decider, DomainEvent, Rejection } from '#kernel';
import { POS_MODELS, type PosModel } from './pos-models.data.js';
import { reject } from './setup.rejections.js';

/** Says a model's methods, all of them: a model that is new, or one that learnt something. */
export type DescribePosModel = PosModel & { readonly type: 'DescribePosModel' };
export type PosModelEvent = DomainEvent<'PosModelDescribed', PosModel>;

export interface PosModelsState {
  /** What was said here; it goes before what ships. */
  readonly described: readonly PosModel[];
}

export const posModelsDecider: Decider<PosModelsState, DescribePosModel, PosModelEvent> = {
  initial: { described: [] },
  decide({ model, methods }, { described }) {
    const known = described.find((one) => one.model === model);
    return known && isSameSet(known.methods, methods) ? [] : [{ type: 'PosModelDescribed', data: { model, methods } }];
  },
  evolve: ({ described }, { data }) => ({ described: [...described.filter(({ model }) => model !== data.model), data] }),
};

/** The matrix of models and methods: what ships, and what was said beside or instead. */
export function posModels({ described }: PosModelsState): PosModel[] {
  const shipped = POS_MODELS.filter(({ model }) => !described.some((one) => one.model === model));
  return [...shipped, ...described].sort((a, b) => (a.model < b.model ? -1 : 1));
}

/** `card` is any way of reading one: `card_chip`, `card_stripe`, `card_contactless`. */
export const canTake = (methods: readonly string[], method: string): boolean =>
  methods.some((one) => one === method || one.startsWith(`${method}_`));

/** Why a terminal of that model may not be told to take those methods. */
export function refusalOfMethods(state: PosModelsState, model: string, methods: readonly string[]): Rejection | undefined {
  const known = posModels(state).find((one) => one.model === model);
  if (!known) return reject('POS_MODEL_UNKNOWN', { model });
  const beyond = methods.find((method) => !canTake(known.methods, method));
  return beyond === undefined ? undefined : reject('METHOD_BEYOND_MODEL', { model, method: beyond });
}

const isSameSet = (a: readonly string[], b: readonly string[]): boolean =>
  new Set([...a, ...b]).size === new Set(a).size && new Set(a).size === new Set(b).size;
