import type { SignatureClaim, SignedRequest } from '../adapter.js';
import { headerOf } from '../../headers.js';
import { isKeyPairSigned } from '../verifying.js';

const SCHEME = /^LKLAPI-SHA256withRSA\s+(.{1,2000})$/;
const PART = /([a-z_]{1,16})="([^"]{1,1024})"/g;
const TIMESTAMP = /^\d{10}$/;

/** What is signed before the body, a line each. Requests and answers name who signed, notices may leave it out. */
const LINES = ['appid', 'serial_no', 'timestamp', 'nonce_str'] as const;

/** `Authorization: LKLAPI-SHA256withRSA appid="…",nonce_str="…",timestamp="…",serial_no="…",signature="…"`. */
export function claimOfLakala({ headers, rawBody, account }: SignedRequest): SignatureClaim | undefined {
  const authorization = headerOf(headers, 'authorization') ?? '';
  const parts = partsOf(authorization);
  const { appid = account, timestamp = '', nonce_str: nonce, signature } = parts;
  if (appid === undefined || signature === undefined || nonce === undefined || !TIMESTAMP.test(timestamp)) return undefined;
  const signed = LINES.flatMap((name) => parts[name] ?? []).map((line) => `${line}\n`);
  return {
    accountIds: [appid],
    signature: authorization,
    signedAtS: Number(timestamp),
    isGenuine: ({ publicKeys }) =>
      isKeyPairSigned(publicKeys, { algorithms: ['RSA-SHA256'], parts: [...signed, rawBody, '\n'], signature })
        ? 'key pair'
        : undefined,
  };
}

function partsOf(authorization: string): Readonly<Record<string, string | undefined>> {
  const [, parts = ''] = SCHEME.exec(authorization) ?? [];
  return Object.fromEntries([...parts.matchAll(PART)].map(([, name = '', value]) => [name, value]));
}
