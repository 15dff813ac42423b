import type { ChannelAccount } from '#merchants';
import type { SignatureClaim, SignedRequest } from './adapter.js';
import { claimOfAllinpay } from './allinpay/signature.js';
import { claimOfLakala } from './lakala/signature.js';
import { SHOUQIANBA, signShouqianbaBody } from './shouqianba/shouqianba.js';

/**
 * Signatures of keys by `openssl genrsa 2048`, made by `openssl dgst -sha256 -sign` (allinpay: `-sha1`) and `md5sum` over the
 * text that stands beside them. The first of 收钱吧 is that of its documentation's form.
 */
const PUBLIC_KEY = `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAsIcFCMa9MVGPPiqA8ckr
dHqUKvdhuEb5TFbiMXXhT9HIgCZQP6aL8V8gQh4HbW/4z/2tQMgA6uUeUciF78qj
FFssgKqPRsq6PX0+cWvnoG6jUZYtuqoqgOIuSIQOQB2baBeUhWih4OKaBzevwSn+
M14vi0IpDamhXVomN+Ft80FnKeRB02M8AS7eIgsXgpjbMt2UJ56Z1SZwwiKKItF4
QXFpQWc13q+KbdHk6Qz4zVrb+jPDGVt3uAeIuEqYnXD7IRMh78BNl77AzzcDf2bk
/hmnG1I0d3G0c336XEcLEOCzj0v/XKU7Wr/IJ7C7cH88egno5wDZ/SX+kXZ9jVVO
NQIDAQAB
-----END PUBLIC KEY-----
`;
const BODY = Buffer.from(
  '{"out_trade_no":"T20260921000001","trade_no":"2026092166210000000001","trade_main_type":"PREORDER","trade_state":"SUCCESS","total_amount":"12990"}',
);
const OF_BODY =
  'gN9MymdVp98YRtiFY6pzqTR7bS1G6EJuUqc79Gwp63F4wJ+j0TPggJ2Ae9RQvjMIlggukP2FtbvE/FzHgxfuToYVgVLK+lYcOnOsGA5xloEhAI1LiKix5z3YIOnj1p00r/P+wgPMs3RV+Rzuhz5Jm3OdOsHrwp68PQOS+qzTI5AAJ1//f99h+CQ5ATD1b6F+UzF+buNsoLFC4oo7Syo0jmp1bPZMoq1y3wEYWUURdf9B3v8vD/40wOK9l/V2lOH3K9NgltQbADeCMeHmpvVkRLOlTgpSpBEf3+P8G0kLVNJXVJhYm3KoE0F7XTBaVf2oChDbHY37tZymbuQ/MKkTOg==';
const OF_FIVE_LINES =
  'HnaKurWDjhLtttAleKer5sMjOz9tPFADQV+Jvwz8EUiEEMKnbwAwLTTQ8vl1nbhzOOuws5Cjwi56dr8zLFarF+qlN2H32RwbJv6Igl7wnRQ+hq41tfHvEEEGjbQuIBM/X54reH0Ovch16EfwFI7vCNhCCiWiN7KdvaCQn2sRHCmNViBaNwntVvcCI0YFHxfy1bQ+nqaoxJNMw0lOeq1IbsVkOv08ynt9h/PzdNtxeJlCoa6Ygy21CHwqyUjyz73/6SFRR03LvHAeGft2U7rJABDkce1x4uPOnJHI+BC5QzpFFfc39meBFwD+NzGrkSiffmklgsrTPMVUr0LWaHx35A==';
const OF_THREE_LINES =
  'KX09qkcJjgKDH+GDw5GIJGLvfsX9UZkn771gz25/lIZYNaAUil0WsanVjnT4OHHmiEXADI7j1Py8beKmu9bTG4JtzJFUtKaHTdEYqBQFwPJyF0cNbN+VQOtLvmSwmaZBYhNaAORXHBKcEK+KyOWYnYo3GtTWOwzJGuDlU65Ub+Zg6yY3xE5SLeNPms5udOBv9bbHnsdkFbXEuf4YdGy4fC9h9VuDpdnQM2ipJxMUlHX84jqJXcx8FTmAAF45gk3SIwZcttVZRfkqb4nsK6G2/ai2btQxELXXCiDLr96pdsrfUrDLyC5QppreNLNPcQuiimcrlHSgF7Bx6gKMZnd9Ew==';
/** `appid=…&cusid=…&cusorderid=…&fee=…&paytime=…&trxamt=…&trxcode=…&trxid=…&trxremark=山海 茶铺&trxstatus=0000` */
const OF_FIELDS =
  'JWRCFKuQsYrJ6kuHh+3+Uyp23U+xLTtFAjrBgLYvg4WwFFd8hLWlJSzw0yY5XH2mcpwqDNUlHl931eiqVuHjzW++EgIvw9svgz/R16Bz0YIRfzrT4KiXDEdgm4UAeIuGdZGYejuMAAUzDMxEK1J4Q/tvNybnfKqFJOPTDAjyJAzyeJNYGuMBC8McKEjsJpAII5ywA2Xstzaul/Jyl1tlwA5vV/IPGh7hJ8YYUNUwhSCBinBDSHNCSdXaR8AHEzvuK2RnNkrM9AIezz13vRhVzV9i6Ywfjk/TeIl2VFvhsEv5g7VuKZzyk1xRjfIF+70KYfBmv1dPaDe48Bgb7yqMkw==';

const account = (secrets: readonly string[], publicKeys: readonly string[]): ChannelAccount =>
  ({ secrets, publicKeys }) as ChannelAccount;
const OF_KEYS = account([], [PUBLIC_KEY]);
const OTHER_KEY = account(['another-key'], []);

const claimOf = (
  claim: (request: SignedRequest) => SignatureClaim | undefined,
  request: Partial<SignedRequest>,
): SignatureClaim | undefined => claim({ headers: {}, rawBody: BODY, ...request });

describe('a signature of 收钱吧', () => {
  const rawBody = Buffer.from(
    '{"terminal_sn":"100000000000000001","client_sn":"T20260921000001","total_amount":"12990","dynamic_id":"130000000000000001","subject":"POS","operator":"01"}',
  );
  const sign = '6786ea90c769735a86dcd4ddd25ea451';
  const headers = { authorization: `100000000000000001 ${sign}` };

  it('is MD5 of body and key', () => {
    expect(signShouqianbaBody('key_example_0001', rawBody)).toBe(sign);
    const claim = claimOf(SHOUQIANBA.claim, { headers, rawBody });
    expect(claim).toMatchObject({ accountIds: ['100000000000000001'], signature: sign });
    expect(claim?.isGenuine(account(['a-new-key', 'key_example_0001'], []))).toBe('shared key');
    expect(claim?.isGenuine(OTHER_KEY)).toBeUndefined();
    expect(claim?.isGenuine(OF_KEYS)).toBeUndefined();
  });

  it('may be by a key pair, and stand alone where the address names the account', () => {
    const claim = claimOf(SHOUQIANBA.claim, { headers: { authorization: OF_BODY }, account: '9' });
    expect(claim?.accountIds).toEqual(['9']);
    expect(claim?.isGenuine(OF_KEYS)).toBe('key pair');
    const other = claimOf(SHOUQIANBA.claim, { headers: { authorization: OF_BODY }, account: '9', rawBody });
    expect(other?.isGenuine(OF_KEYS)).toBeUndefined();
  });

  it.each([
    ['nothing', {}],
    ['an account alone', { authorization: '100000000000000001' }],
    ['no account', { authorization: sign }],
  ])('is none where there is %s', (_, without) =>
    expect(claimOf(SHOUQIANBA.claim, { headers: without, rawBody })).toBeUndefined(),
  );
});

describe('a signature of 拉卡拉', () => {
  const parts = (signature: string, named = 'appid="OP00000003",serial_no="00dfba8194c41b84cf",', timestamp = '1790000000') =>
    `LKLAPI-SHA256withRSA ${named}nonce_str="A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6",timestamp="${timestamp}",signature="${signature}"`;
  const claim = (authorization: string, request: Partial<SignedRequest> = {}) =>
    claimOf(claimOfLakala, { headers: { authorization }, ...request });

  it('covers who signed, when, a nonce and the body, a line each', () => {
    const genuine = claim(parts(OF_FIVE_LINES));
    expect(genuine).toMatchObject({ accountIds: ['OP00000003'], signedAtS: 1_790_000_000 });
    expect(genuine?.isGenuine(OF_KEYS)).toBe('key pair');
    expect(genuine?.isGenuine(account(['x'], []))).toBeUndefined();
  });

  it('covers just time, nonce and body where it names nobody', () => {
    expect(claim(parts(OF_THREE_LINES, ''))).toBeUndefined();
    const genuine = claim(parts(OF_THREE_LINES, ''), { account: 'OP00000003' });
    expect(genuine?.accountIds).toEqual(['OP00000003']);
    expect(genuine?.isGenuine(OF_KEYS)).toBe('key pair');
  });

  it.each([
    ['another body', parts(OF_FIVE_LINES), { rawBody: Buffer.from('{}') }],
    ['another time', parts(OF_FIVE_LINES, undefined, '1790000001'), {}],
    ['another account', parts(OF_FIVE_LINES, 'appid="OP00000004",serial_no="00dfba8194c41b84cf",'), {}],
    ['lines left out', parts(OF_FIVE_LINES, ''), { account: 'OP00000003' }],
    ['no base64', parts('***'), {}],
  ])('does not fit %s', (_, authorization, request) =>
    expect(claim(authorization, request)?.isGenuine(OF_KEYS)).toBeUndefined(),
  );

  it.each([
    ['another scheme', 'Bearer x'],
    ['no time', parts(OF_FIVE_LINES, undefined, 'now')],
  ])('is none with %s', (_, text) => expect(claim(text)).toBeUndefined());
});

describe('a signature of 通联', () => {
  const fields =
    'cusid=990440153996000&appid=00000051&trxcode=VSP501&trxid=112094120001088317&trxamt=12990&fee=78&paytime=20260921101320&cusorderid=T20260921000002&trxstatus=0000&trxremark=%E5%B1%B1%E6%B5%B7+%E8%8C%B6%E9%93%BA&outtrxid=';
  const claim = (text: string, request: Partial<SignedRequest> = {}) =>
    claimOf(claimOfAllinpay, { rawBody: Buffer.from(text), ...request });
  const MD5 = '8182AD3662F34578846EA37FC147CF3C';
  const pair = encodeURIComponent(OF_FIELDS);

  it('is MD5 over all fields that hold something, sorted, with the key among them', () => {
    const genuine = claim(`${fields}&sign=${MD5}`);
    expect(genuine?.accountIds).toEqual(['00000051', '990440153996000']);
    expect(genuine?.isGenuine(account(['key_example_0002'], []))).toBe('shared key');
    expect(genuine?.isGenuine(OTHER_KEY)).toBeUndefined();
    expect(claim(`${fields}&sign=${MD5.toLowerCase()}`)?.isGenuine(account(['key_example_0002'], []))).toBe('shared key');
  });

  it('may be by a key pair', () => {
    expect(claim(`${fields}&sign=${pair}`)?.isGenuine(OF_KEYS)).toBe('key pair');
    expect(claim(`${fields}&sign=${pair}`, { account: '7' })?.accountIds).toEqual(['7']);
  });

  it.each([
    ['a changed amount', fields.replace('12990', '12991')],
    ['a field more, also one that is not known', `${fields}&extra=1`],
    ['a field less', fields.replace('&fee=78', '')],
  ])('does not fit %s', (_, changed) => {
    expect(claim(`${changed}&sign=${MD5}`)?.isGenuine(account(['key_example_0002'], []))).toBeUndefined();
    expect(claim(`${changed}&sign=${pair}`)?.isGenuine(OF_KEYS)).toBeUndefined();
  });

  it.each([
    ['no sign', fields],
    ['a field said twice', `${fields}&trxamt=1&sign=${MD5}`],
    ['a key of the sender’s own', `${fields}&key=x&sign=${MD5}`],
    ['an escape that is no UTF-8', `${fields}&x=%ff&sign=${MD5}`],
    ['JSON', '{"sign":"x"}'],
  ])('is none with %s', (_, text) => expect(claim(text)).toBeUndefined());
});
