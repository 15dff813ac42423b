import { NotJson } from './json-cursor.js';
import { sanitise, type CardPolicy } from './sanitise.js';

const PAN = '4111111111111111';
const policy = (onCardNumber: 'refuse' | 'mask'): CardPolicy => ({
  onCardNumber,
  digitsOf: (key) => (key.endsWith('id') ? 'exempt' : key.endsWith('no') ? 'issued' : 'any'),
});
const cleaned = (text: string): string => sanitise(text, policy('mask')).text;

describe('a message without card data', () => {
  it.each(['{}', ' [1, 2.50 ,"a\\u00e9\\n"] ', '{"a" : {"b":[true,null,-1e9]}}', '"x"', '17', '{"p_id":4111111111111111}'])(
    'is left as it is to the byte: %s',
    (text) => {
      expect(sanitise(text, policy('refuse'))).toEqual({ text, changed: false, refused: false });
    },
  );
});

describe('what may not be kept', () => {
  it.each([
    'track1',
    'track2',
    'Track_3',
    'track2_data',
    'TRACK2DATA',
    'track2Equivalent',
    'magStripe',
    'pin',
    'pin_block',
    'PinData',
    'encrypted_pin',
    'cvv',
    'cvv2',
    'CVN2',
    'cvc',
    'card_cvv',
    'security_code',
    'emv',
    'emv_data',
    'icc_data',
    'ICData',
    'tlv',
    'F14',
    'f35',
    'de36',
    'field_45',
    'f52',
    'f055',
    'F62',
    'expiry',
    'exp_date',
    'expiration_date',
  ])('%s loses its value, whatever it is', (name) => {
    for (const value of ['"4111=2612"', '{"a":[1,{"b":"c"}]}', '[ 1 , 2 ]', '123', 'true'])
      expect(cleaned(`{"a":1, "${name}" : ${value} ,"z":2}`)).toBe(`{"a":1, "${name}" : null ,"z":2}`);
  });

  it.each(['expires_at', 'pinned', 'tracking_no', 'description', 'trace_no', 'f1', 'pink', 'icon'])(
    '%s keeps its value',
    (name) => {
      expect(cleaned(`{"${name}":"x"}`)).toBe(`{"${name}":"x"}`);
    },
  );

  it('is found however the name is spelt, however deep, twice, and in JSON within strings', () => {
    expect(cleaned(String.raw`{"tr\u0061ck2":"x"}`)).toBe(String.raw`{"tr\u0061ck2":null}`);
    expect(cleaned('{"a":[{"b":{"pin":"1"}}]}')).toBe('{"a":[{"b":{"pin":null}}]}');
    expect(cleaned('{"pin":"1","pin":"2"}')).toBe('{"pin":null,"pin":null}');
    expect(cleaned(String.raw`{"data":"{\"pin\":\"1\",\"x\":\"{\\\"cvv\\\":2}\"}"}`)).toBe(
      String.raw`{"data":"{\"pin\":null,\"x\":\"{\\\"cvv\\\":null}\"}"}`,
    );
  });

  it('is dropped with all that is nested deeper than anybody nests', () => {
    const deep = `${'['.repeat(60)}"${PAN}"${']'.repeat(60)}`;
    expect(cleaned(deep)).not.toContain(PAN);
    expect(() => JSON.parse(cleaned(deep)) as unknown).not.toThrow();
  });
});

describe('a card number', () => {
  it.each([
    `{"note":"${PAN}"}`,
    `{"note":"4111-1111 1111-1111"}`,
    `{"${PAN}":1}`,
    `{"x":${PAN}}`,
    `{"a_no":"${PAN}"}`,
    `[["${PAN}"]]`,
    String.raw`{"note":"\u0034111111111111111"}`,
    String.raw`{"data":"{\"note\":\"4111111111111111\"}"}`,
    String.raw`{"data":"[1] 4111111111111111"}`,
    String.raw`{"data":"{broken 4111111111111111"}`,
    `{"note":"${PAN}","note":"x"}`,
  ])('is refused, and masked, in %s', (text) => {
    expect(sanitise(text, policy('refuse')).refused).toBe(true);
    const masked = cleaned(text);
    expect(masked).not.toContain(PAN);
    expect(masked).not.toContain('4111-1111 1111-1111');
    expect(() => JSON.parse(masked) as unknown).not.toThrow();
  });

  it('is not seen where the channel knows the field for an id', () => {
    expect(sanitise(`{"p_id":"${PAN}","z_no":"1234567812345670"}`, policy('refuse')).refused).toBe(false);
  });
});

it.each(['', '{', '{"a"}', '{"a":1', '[1 2]', '{"a":1} x', '"a', '{a:1}', ']', '{"a":1]'])(
  'text that is not JSON is told: %s',
  (text) => {
    expect(() => sanitise(text, policy('mask'))).toThrow(NotJson);
  },
);
