import fc from 'fast-check';
import { DER, der, derInside, derInteger, derValues } from './der.js';
import { sha256 } from './hashing.js';
import { timestampIn, timestampRequest } from './timestamp.js';

/** `openssl ts -query -data - -sha256 -cert` of `hi\n`, and what `openssl ts -reply` answered. */
const ASKED = { digest: sha256(Buffer.from('hi\n')), nonce: 0x6bd3c8dc8fe0e976n };
const QUERY =
  '30430201013031300d06096086480165030402010500042098ea6e4f216f2fb4b69fff9b3a44842c38686ca685f3f55dc48c5d3fb1107be402086bd3c8dc8fe0e9760101ff';
const REPLY = Buffer.from(
  `
  MIIDXDADAgEAMIIDUwYJKoZIhvcNAQcCoIIDRDCCA0ACAQMxDzANBglghkgBZQMEAgEFADBtBgsqhkiG9w0BCRABBKBeBFwwWgIBAQYEKgMEATAxMA0GCW
  CGSAFlAwQCAQUABCCY6m5PIW8vtLaf/5s6RIQsOGhspoXz9V3EjF0/sRB75AIBARgPMjAyNjExMjcxNDIwMDNaAghr08jcj+DpdqCCAXswggF3MIIBHaAD
  AgECAhQR4SmPoR5auBSteOV1QjU4TQdTazAKBggqhkjOPQQDAjANMQswCQYDVQQDDAJjYTAeFw0yNjExMjcxNDE2NTRaFw0yNjExMjkxNDE2NTRaMA4xDD
  AKBgNVBAMMA3RzYTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABIzpQoejW6/zE8bnNIQsBc4nBtU8+wFUI9/Z1BMZBJJThFGW6i2OlsXgX3dgKyhtwg0X
  03HqIlj49R6vsIhOYSSjWjBYMBYGA1UdJQEB/wQMMAoGCCsGAQUFBwMIMB0GA1UdDgQWBBSQZ3BSYzeQJFmhM5sy2wisd7qjRDAfBgNVHSMEGDAWgBTjRQ
  p72DAz895Fm9uTao9+i8Ev3DAKBggqhkjOPQQDAgNIADBFAiAm5MD4ZLGp1IYcwIb7lUmxSb6Ec8A/15f1AziP9znnDgIhANXp/+KV/34bk5L1hViaG5yP
  VuBaR4oNkczTO68MQKATMYIBOjCCATYCAQEwJTANMQswCQYDVQQDDAJjYQIUEeEpj6EeWrgUrXjldUI1OE0HU2swDQYJYIZIAWUDBAIBBQCggaQwGgYJKo
  ZIhvcNAQkDMQ0GCyqGSIb3DQEJEAEEMBwGCSqGSIb3DQEJBTEPFw0yNjExMjcxNDIwMDNaMC8GCSqGSIb3DQEJBDEiBCDPgUvLtZiVYBW7rdUXOdRAjCAc
  sEm1KMdcDJVSdOnu6DA3BgsqhkiG9w0BCRACLzEoMCYwJDAiBCDINerFzKiGQaUUpJnL6ctZM2plVnmy5AYv7YOiMEXXajAKBggqhkjOPQQDAgRIMEYCIQ
  DELWqawVbEugNHUfao3YB575LWYTohlOEIFnYhiXhVGgIhAPvg7nOWFWlID60s8VrIiW5RVPOosUdfJsRvJqO/AZJs
  `,
  'base64',
);
const AT = { at: '2026-11-27T14:20:03.000Z' };
const NO_ANSWER = { refused: 'this is no answer of RFC 3161' };

const answering = (status: number, ...more: Uint8Array[]): Buffer =>
  der(DER.sequence, der(DER.sequence, der(DER.integer, Uint8Array.of(status)), ...more));

describe('DER', () => {
  it('reads the numbers and the nesting that it writes', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 200n }), fc.uint8Array({ maxLength: 70_000 }), (number, bytes) => {
        const written = der(DER.sequence, derInteger(number), der(DER.octets, bytes));
        const [whole, ...more] = derValues(written) ?? [];
        const [one, other] = derInside(whole, DER.sequence);
        expect(more).toEqual([]);
        expect(BigInt(`0x${one?.body.toString('hex') ?? ''}`)).toBe(number);
        expect(other?.body.equals(bytes)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it.each(['3080', '308103020101', '30820003020101', '0281', '02', '1f0100', '0202', '0285ffffffffff', '02020100ff'])(
    'takes %s for nothing',
    (hex) => expect(derValues(Buffer.from(hex, 'hex'))).toBeUndefined(),
  );
});

describe('a time-stamp', () => {
  it('is asked for as others ask, to the byte', () => {
    expect(timestampRequest(ASKED).toString('hex')).toBe(QUERY);
  });

  it('is of what was asked, and answers this request', () => {
    expect(timestampIn(REPLY, ASKED)).toEqual(AT);
    expect(timestampIn(REPLY, { digest: ASKED.digest })).toEqual(AT);
    expect(timestampIn(REPLY, { ...ASKED, digest: sha256(Buffer.from('ho\n')) })).toEqual({
      refused: 'its token is of something else',
    });
    expect(timestampIn(REPLY, { ...ASKED, nonce: 1n })).toEqual({ refused: 'its token answers another request' });
  });

  it('is not what was refused, or granted without a token', () => {
    const says = der(DER.sequence, der(DER.utf8, Buffer.from('not today')));
    expect(timestampIn(answering(2, says), ASKED)).toEqual({ refused: 'status 2: not today' });
    expect(timestampIn(answering(2), ASKED)).toEqual({ refused: 'status 2' });
    expect(timestampIn(answering(0), ASKED)).toEqual({ refused: 'it holds no token' });
  });

  it('is refused wherever it is cut, and with anything behind it', () => {
    for (let length = 0; length < REPLY.length; length += 1)
      expect(timestampIn(REPLY.subarray(0, length), ASKED)).toEqual(NO_ANSWER);
    expect(timestampIn(Buffer.concat([REPLY, Buffer.of(0)]), ASKED)).toEqual(NO_ANSWER);
  });

  it('is refused where any byte of status, hash or nonce is another, and no other byte makes it throw', () => {
    const read = [REPLY.indexOf(ASKED.digest), REPLY.indexOf(Buffer.from(ASKED.nonce.toString(16), 'hex'))];
    const [digestAt = 0, nonceAt = 0] = read;
    const isRead = (at: number): boolean =>
      (at >= digestAt && at < digestAt + 32) || (at >= nonceAt && at < nonceAt + 8) || at < 9;
    for (let at = 0; at < REPLY.length; at += 1)
      for (const flip of [0x01, 0x80, 0xff]) {
        const changed = Buffer.from(REPLY);
        changed[at] = (changed[at] ?? 0) ^ flip;
        const found = timestampIn(changed, ASKED);
        const isGrantedWithMods = at === 8 && flip === 0x01;
        if (isRead(at) && !isGrantedWithMods) expect([at, flip, 'refused' in found]).toEqual([at, flip, true]);
      }
  });

  it('is never found in bytes of no meaning, nor do they throw', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => 'refused' in timestampIn(bytes, ASKED)));
    fc.assert(
      fc.property(fc.nat(REPLY.length - 1), fc.uint8Array({ minLength: 1, maxLength: 40 }), (at, bytes) => {
        const changed = Buffer.from(REPLY);
        changed.set(bytes.subarray(0, REPLY.length - at), at);
        const found = timestampIn(changed, ASKED);
        return 'refused' in found || found.at.endsWith('Z');
      }),
      { numRuns: 2_000 },
    );
  });
});
