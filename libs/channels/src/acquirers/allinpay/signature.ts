import { createHash } from 'node:crypto';
import type { SignatureClaim, SignedMessage, SignedRequest } from '../adapter.js';
import { formFields } from '../body-forms.js';
import { utf8 } from '../../exact-json.js';
import { PROBE_MESSAGE } from '../../probe.js';
import { isKeyPairSigned, isSharedKeySigned } from '../verifying.js';
import { ACCOUNT_FIELDS, PAIR_DIGESTS } from './statuses.data.js';

/** All fields that are not empty but the signature itself, `name=value`, sorted by name and joined by `&`. */
export const allinpayText = (fields: Readonly<Record<string, string>>): string =>
  Object.entries(fields)
    .filter(([name, value]) => name !== 'sign' && value !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');

/** MD5 hex over the fields with the key among them, as `key`. */
export const signAllinpayFields = (key: string, fields: Readonly<Record<string, string>>): string =>
  createHash('md5')
    .update(allinpayText({ ...fields, key }))
    .digest('hex')
    .toUpperCase();

/** The signature is over the values, so the form is taken apart before; nothing else looks at them until it is verified. */
export function claimOfAllinpay({ rawBody, account }: SignedRequest): SignatureClaim | undefined {
  const fields = formFields(utf8(rawBody) ?? '');
  const { sign, signtype = '' } = fields ?? {};
  if (!fields || !sign || fields['key'] !== undefined) return undefined;
  const named = ACCOUNT_FIELDS.flatMap((name) => fields[name] || []);
  return {
    accountIds: account === undefined ? named : [account],
    signature: sign,
    isGenuine({ secrets, publicKeys }) {
      if (isSharedKeySigned(secrets, sign, (key) => signAllinpayFields(key, fields))) return 'shared key';
      const algorithms = PAIR_DIGESTS[signtype] ?? Object.values(PAIR_DIGESTS).flat();
      return isKeyPairSigned(publicKeys, { algorithms, parts: [allinpayText(fields)], signature: sign })
        ? 'key pair'
        : undefined;
    },
  };
}

export function probeOfAllinpay(accountId: string, key: string): SignedMessage {
  const [name] = ACCOUNT_FIELDS;
  const fields = { ...PROBE_MESSAGE, [name]: accountId };
  const body = new URLSearchParams({ ...fields, sign: signAllinpayFields(key, fields) }).toString();
  return { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body };
}
