import { verifyingAt, type SecretRing } from '#merchants';
import type { Finding, Mending, Probe } from '../checkup.js';
import type { Facts } from '../facts.js';
import { inDays } from './times.js';

const WHY = {
  missing: 'is gone from the store of secrets',
  undecipherable: 'can not be deciphered: it was changed, or sealed under another master key',
} as const;

/** What is wrong with the secrets of a binding. A secret that can not be opened keeps the others from verifying, too. */
export function secretFindings(ring: SecretRing, facts: Facts, renewal: Mending): (Finding | undefined)[] {
  return [lockedSecret(ring, facts, renewal), overlapEnding(ring, facts)];
}

function lockedSecret(ring: SecretRing, { now, lockedSecrets }: Facts, mend: Mending): Finding | undefined {
  const [locked] = verifyingAt(ring, now).filter(({ ref }) => lockedSecrets.has(ref));
  const fault = locked && lockedSecrets.get(locked.ref);
  if (!fault) return undefined;
  const which = locked.ref === ring[0]?.secret.ref ? 'The secret' : 'The secret before, whose overlap runs,';
  const says = `${which} ${WHY[fault]}; nothing that it signs is taken.`;
  return { code: fault === 'missing' ? 'SECRET_MISSING' : 'SECRET_UNDECIPHERABLE', verdict: 'broken', says, since: null, mend };
}

function overlapEnding(ring: SecretRing, { now, thresholds: { overlapDays } }: Facts): Finding | undefined {
  const until = ring[1]?.until;
  if (until === undefined || until <= now || until > inDays(now, overlapDays)) return undefined;
  return {
    code: 'SECRET_OVERLAP_ENDS',
    verdict: 'warning',
    says: `The secret before verifies until ${until} only.`,
    since: null,
    mend: { says: 'See to it that the other side signs with the new secret by then.', send: null },
  };
}

const OF_PROBE = {
  refused: ['PROBE_REFUSED', 'was refused as not genuine'],
  failed: ['PROBE_FAILED', 'was not answered as it should be'],
} as const;

/** What a probe found that the secrets themselves do not explain. */
export function probeFinding(probe: Probe | undefined, renewal: Mending): Finding | undefined {
  if (!probe || probe.outcome === 'verified') return undefined;
  const [code, what] = OF_PROBE[probe.outcome];
  const answer = probe.status === null ? 'no answer' : [probe.status, probe.code].filter((part) => part !== null).join(' ');
  const look: Mending = { says: 'Look at the log of the server and at /health/ready.', send: null };
  const mend = probe.outcome === 'refused' ? renewal : look;
  return {
    code,
    verdict: 'broken',
    says: `A notice that the ledger signed and sent to itself ${what}: ${answer}.`,
    since: null,
    mend,
  };
}
