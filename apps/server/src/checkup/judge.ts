import { worst, type Checkup } from './checkup.js';
import { statesOf, type Facts } from './facts.js';
import { checkAccount } from './rules/accounts.js';
import { checkApp, checkRoom, checkShop } from './rules/douyin.js';
import { checkInterfaces } from './rules/interfaces.js';
import { checkTerminal } from './rules/terminals.js';
import { checkTerms } from './rules/terms.js';

/** The verdict on a set-up. A function of what was gathered. */
export function judge(facts: Facts): Checkup {
  const { parts, now } = facts;
  const bindings = [
    ...statesOf(parts, 'douyin-app').flatMap((state) => checkApp(state, facts)),
    ...statesOf(parts, 'douyin-shop').flatMap((state) => checkShop(state, facts)),
    ...statesOf(parts, 'live-room').flatMap((state) => checkRoom(state, facts)),
    ...statesOf(parts, 'channel-account').flatMap((state) => checkAccount(state, facts)),
    ...checkInterfaces(facts),
    ...statesOf(parts, 'terminal').flatMap((state) => checkTerminal(state, facts)),
    ...checkTerms(facts),
  ];
  return { at: now, verdict: worst(bindings), bindings };
}
