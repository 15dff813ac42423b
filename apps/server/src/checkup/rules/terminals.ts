import { statusAt, storeAt, type TerminalState } from '#merchants';
import { checked, post, type Checked, type Finding, type Mending } from '../checkup.js';
import { terminalNameOf, type Facts } from '../facts.js';
import { silent } from './bindings.js';
import { probeFinding, secretFindings } from './secrets.js';
import { later, silentSince } from './times.js';

const SEND_AGAIN =
  'See that the terminal is on, has a line to the ledger and the right time; suspend or retire it where it is not used.';

/** A terminal. One that is retired is looked at no more. */
export function checkTerminal(state: TerminalState, facts: Facts): Checked[] {
  const { enrolled, keys } = state;
  if (!enrolled || statusAt(state, facts.now) === 'retired') return [];
  const name = terminalNameOf(enrolled);
  const path = `/v1/merchants/${facts.merchantId}/terminals/${name}`;
  const renewal: Mending = {
    says: 'Give the terminal a new key, here and in the terminal, without an overlap.',
    send: post(`${path}/key`, { key: '<new key>' }),
  };
  const probe = facts.probes.get(name);
  const found = [
    ...secretFindings(keys, facts, renewal),
    probeFinding(probe, renewal),
    suspended(state, facts, path) ?? silentTerminal(state, name, facts),
    usedElsewhere(state, name, facts, path),
  ];
  return [checked('terminal', name, found, probe)];
}

const currentOf = <T extends { readonly from: string }>(timeline: readonly T[], now: string): T | undefined =>
  timeline.findLast(({ from }) => from <= now);

function suspended({ statuses }: TerminalState, { now }: Facts, path: string): Finding | undefined {
  const current = currentOf(statuses, now);
  if (current?.value.status !== 'suspended') return undefined;
  const body = { status: 'active', from: now, reason: '<why it is active again>' };
  return {
    code: 'TERMINAL_SUSPENDED',
    verdict: 'warning',
    says: `The terminal is suspended: ${current.value.reason}`,
    since: current.from,
    mend: { says: 'Make it active again, or retire it.', send: post(`${path}/status`, body) },
  };
}

/** Heard of is heard of, whatever it said. Expected from the moment it was enrolled, or made active again. */
function silentTerminal({ placements, statuses }: TerminalState, name: string, facts: Facts): Finding | undefined {
  const [first] = placements;
  if (!first) return undefined;
  const active = currentOf(statuses, facts.now);
  const expectedFrom = active ? later(first.from, active.from) : first.from;
  const last = facts.lastReceived.get(name);
  const since = silentSince({ expectedFrom, last }, { now: facts.now, days: facts.thresholds.terminalSilentDays });
  return silent(since, 'TERMINAL_SILENT', SEND_AGAIN);
}

/** A payment since its placement that is counted to another store: it stood there, or its move was told too late. */
function usedElsewhere(state: TerminalState, name: string, { now, lastPayments }: Facts, path: string): Finding | undefined {
  const placed = currentOf(state.placements, now);
  const used = lastPayments.get(name);
  const store = storeAt(state, now);
  if (!placed || !used || used.openedAt < placed.from || used.store === store) return undefined;
  return {
    code: 'TERMINAL_USED_ELSEWHERE',
    verdict: 'warning',
    says: `The terminal is placed in ${String(store)} since ${placed.from}, and its last payment is counted to ${used.store}.`,
    since: used.openedAt,
    mend: {
      says: 'Say where it stands now. Payments stay with the store that they were counted to.',
      send: post(`${path}/placements`, { storeId: '<store where it stands>', from: now }),
    },
  };
}
