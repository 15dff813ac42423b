import { createPublicKey, type KeyObject } from 'node:crypto';
import type { ChannelAccountState } from '#merchants';
import { RSA_BITS_AT_LEAST, SENDING_ACCOUNTS } from '../checkup.data.js';
import { post, worst, type Finding, type Verdict } from '../checkup.js';

interface Fault {
  readonly says: string;
  /** `warning`: it verifies, and should not be trusted for long. */
  readonly verdict: Exclude<Verdict, 'ok'>;
}

/** What can be said of the public keys of a party: that they are keys. That it signs with them only its own notices show. */
export function publicKeyFindings(
  { publicKeys }: ChannelAccountState,
  { kind }: NonNullable<ChannelAccountState['bound']>,
  path: string,
): Finding[] {
  const faults = publicKeys.flatMap((pem, index) => {
    const fault = faultOf(pem);
    return fault ? [{ ...fault, says: `Public key ${String(index + 1)} of ${String(publicKeys.length)} ${fault.says}` }] : [];
  });
  if (faults.length > 0) return [unusable(faults, path)];
  return publicKeys.length > 0 && SENDING_ACCOUNTS.has(kind) ? [NOT_POSSIBLE] : [];
}

const unusable = (faults: readonly Fault[], path: string): Finding => ({
  code: 'PUBLIC_KEY_UNUSABLE',
  verdict: worst(faults),
  says: `${faults.map(({ says }) => says).join('; ')}.`,
  since: null,
  mend: {
    says: 'Give the public keys of the party as it publishes them.',
    send: post(`${path}/public-keys`, { publicKeys: ['<PEM of the party>'] }),
  },
});

const NOT_POSSIBLE: Finding = {
  code: 'PROBE_NOT_POSSIBLE',
  verdict: 'ok',
  says: 'Its public keys can be read; whether they are those that the party signs with can not be probed: only the party can sign.',
  since: null,
  mend: { says: 'Have the party send a notice, and see that it is taken.', send: null },
};

/** All that is verified with them is by RSA. */
function faultOf(pem: string): Fault | undefined {
  const key = readKey(pem);
  if (!key) return { says: 'can not be read', verdict: 'broken' };
  if (key.asymmetricKeyType !== 'rsa') return { says: `is no RSA key but ${String(key.asymmetricKeyType)}`, verdict: 'broken' };
  const { modulusLength: bits = 0 } = key.asymmetricKeyDetails ?? {};
  if (bits >= RSA_BITS_AT_LEAST) return undefined;
  return { says: `has ${String(bits)} bits, fewer than ${String(RSA_BITS_AT_LEAST)}`, verdict: 'warning' };
}

function readKey(pem: string): KeyObject | undefined {
  try {
    return createPublicKey(pem);
  } catch {
    return undefined;
  }
}
