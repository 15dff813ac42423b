import { isRejection, money, type Decider, type DomainEvent } from '#kernel';
import { yuan } from '#kernel/testing';
import { ANY, type FeeLine } from './domain/fee.js';

/** Plays commands one after another; answers the code of a refusal or the types of the events, command by command. */
export function play<S, C, E extends DomainEvent>(decider: Decider<S, C, E>, commands: readonly C[]): (string | string[])[] {
  let state = decider.initial;
  return commands.map((command) => {
    const decision = decider.decide(command, state);
    if (isRejection(decision)) return decision.code;
    state = decision.reduce((before, event) => decider.evolve(before, event), state);
    return decision.map(({ type }) => type);
  });
}

/** `card credit 0.60% cap 20.00 floor 0.10 above 100.00 up-to 1000.00` as a line of a schedule. */
export function line(text: string): FeeLine {
  const [product = ANY, cardType = ANY, rate = '0%', ...limits] = text.split(' ');
  const ratePpm = Math.round(Number(rate.replace('%', '')) * 10_000);
  const limit = (name: string) => {
    const at = limits.indexOf(name);
    return at < 0 ? undefined : yuan(limits[at + 1] ?? '');
  };
  const [upTo, cap, floor] = [limit('up-to'), limit('cap'), limit('floor')];
  return {
    product,
    cardType,
    ratePpm,
    above: limit('above') ?? money(0),
    ...(upTo !== undefined && { upTo }),
    ...(cap !== undefined && { cap }),
    ...(floor !== undefined && { floor }),
  };
}
