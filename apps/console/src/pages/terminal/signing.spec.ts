import { signatureOf, signingKey } from './signing';

const REF = { merchantNo: '898100012340001', terminalNo: 'A0000001' };
const KEY = 'terminal-key-of-a0000001-0123';
const AT = 1_790_000_000_987;

describe('the signature of a terminal in the browser', () => {
  // Computed by another implementation of HMAC over `1790000000`, a line feed and what is said.
  it.each([
    ['GET /v1/terminals/1/2/payment-requests\n', '045f8318edeedbbbb2f72ce13817ed34c1c2ef0f73ae7d011587142dd39f1612'],
    ['POST /v1/x\n{"outcome":"approved"}', '2de3d30ea59027b45f7ef1133790a50f30a36f01454f5b097c604b041c841572'],
    ['{"note":"退款"}', '05ddcff34909b97901ddb2f7e753973847f1f776fe4cca01278cc3d8e40c1f2c'],
  ])('is the one that the ledger computes: %j', async (says, signature) => {
    expect(await signatureOf(REF, await signingKey(KEY), says, AT)).toEqual({
      'X-Terminal': '898100012340001/A0000001',
      'X-Timestamp': '1790000000',
      'X-Signature': signature,
    });
  });

  it('is made by a key that nobody reads out again', async () => {
    await expect(crypto.subtle.exportKey('raw', await signingKey(KEY))).rejects.toThrow();
  });
});
