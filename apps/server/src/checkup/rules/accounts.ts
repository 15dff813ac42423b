import type { ChannelAccountState } from '#merchants';
import { KEY_PAIR_ONLY, SENDING_ACCOUNTS } from '../checkup.data.js';
import { checked, post, type Checked, type Finding, type Mending } from '../checkup.js';
import { accountNameOf, type Facts } from '../facts.js';
import { liveSince, notLive, silent } from './bindings.js';
import { publicKeyFindings } from './public-keys.js';
import { probeFinding, secretFindings } from './secrets.js';
import { silentSince } from './times.js';

type Account = NonNullable<ChannelAccountState['bound']>;

/** An account with a wallet, an aggregator, local life or a mini-app. */
export function checkAccount(state: ChannelAccountState, facts: Facts): Checked[] {
  const { bound, progress, secrets } = state;
  if (!bound) return [];
  const { kind, accountId } = bound;
  const path = `/v1/merchants/${facts.merchantId}/channel-accounts/${kind}/${accountId}`;
  const renewal = renewalOf(bound, facts.merchantId, path);
  const name = accountNameOf(bound);
  const probe = facts.probes.get(name);
  const found = [
    notLive(progress, path),
    withoutKeys(state, bound, path),
    ...secretFindings(secrets, facts, renewal),
    probeFinding(probe, renewal),
    ...publicKeyFindings(state, bound, path),
    silentAccount(state, bound, facts),
  ];
  return [checked('channel-account', name, found, probe)];
}

function renewalOf({ kind, accountId }: Account, merchantId: string, path: string): Mending {
  const says = 'Reset the secret with the party and give the new one here, without an overlap.';
  if (kind !== 'mini-app') return { says, send: post(`${path}/secret`, { secret: '<new secret>' }) };
  const body = { token: '<new token>', salt: '<new salt>' };
  return { says, send: post(`/v1/merchants/${merchantId}/mini-apps/${accountId}/secret`, body) };
}

function withoutKeys({ secrets, publicKeys }: ChannelAccountState, { kind }: Account, path: string): Finding | undefined {
  const takesSecret = !KEY_PAIR_ONLY.has(kind);
  if (publicKeys.length > 0 || (takesSecret && secrets.length > 0)) return undefined;
  const what = takesSecret ? 'neither a secret nor a public key' : 'no public key';
  return {
    code: 'ACCOUNT_WITHOUT_KEYS',
    verdict: 'broken',
    says: `There is ${what}: nothing that the party signs can be verified.`,
    since: null,
    mend: {
      says: 'Give the public keys of the party.',
      send: post(`${path}/public-keys`, { publicKeys: ['<PEM of the party>'] }),
    },
  };
}

function silentAccount({ progress }: ChannelAccountState, bound: Account, facts: Facts): Finding | undefined {
  const expectedFrom = liveSince(progress);
  if (expectedFrom === undefined || !SENDING_ACCOUNTS.has(bound.kind)) return undefined;
  const last = facts.lastReceived.get(bound.accountId);
  const since = silentSince({ expectedFrom, last }, { now: facts.now, days: facts.thresholds.silentDays });
  return silent(
    since,
    'NO_NOTICE',
    'With the party, see that the address of the notices is ours and that they are switched on.',
  );
}
