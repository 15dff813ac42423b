import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import {
  booleanArray,
  byteaArray,
  dateArray,
  int2Array,
  int4Array,
  int8Array,
  textArray,
  timestamptzArray,
  uuidArray,
} from './binary-arrays.js';
import { testDatabase, type TestDatabase } from './testing.js';

describe('Arrays in binary format', () => {
  let database: TestDatabase;
  let client: Client;
  beforeAll(async () => {
    database = await testDatabase();
    client = new Client({ connectionString: database.url });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  const BYTES = Buffer.from(Array.from({ length: 256 }, (_, index) => index));
  const [one, two] = [randomUUID(), randomUUID().toUpperCase()];

  it.each<[string, Buffer, readonly (string | null)[]]>([
    ['boolean', booleanArray([true, null, false]), ['true', null, 'false']],
    ['smallint', int2Array([-32_768, null, 32_767, 0]), ['-32768', null, '32767', '0']],
    ['integer', int4Array([-2_147_483_648, null, 2_147_483_647]), ['-2147483648', null, '2147483647']],
    [
      'bigint',
      int8Array([
        0,
        -1,
        null,
        4_294_967_296,
        -4_294_967_297,
        Number.MAX_SAFE_INTEGER,
        -Number.MAX_SAFE_INTEGER,
        2n ** 63n - 1n,
        -(2n ** 63n),
      ]),
      [
        '0',
        '-1',
        null,
        '4294967296',
        '-4294967297',
        '9007199254740991',
        '-9007199254740991',
        '9223372036854775807',
        '-9223372036854775808',
      ],
    ],
    ['date', dateArray(['2026-09-21', null, '1999-12-31', '2000-02-29']), ['2026-09-21', null, '1999-12-31', '2000-02-29']],
    ['uuid', uuidArray([one, null, two]), [one, null, two.toLowerCase()]],
    ['text', textArray(['', 'a', null, '茶铺 \u{1F4B0}', 'NULL', '{"}\\']), ['', 'a', null, '茶铺 \u{1F4B0}', 'NULL', '{"}\\']],
  ])('of %s come in as they are, nulls too', async (type, array, expected) => {
    const { rows } = await client.query<{ value: string | null }>(`select value::text from unnest($1::${type}[]) as value`, [
      array,
    ]);
    expect(rows.map(({ value }) => value)).toEqual(expected);
  });

  it('of bytea come in to the byte', async () => {
    const { rows } = await client.query<{ value: Buffer | null }>('select value from unnest($1::bytea[]) as value', [
      byteaArray([BYTES, null, new Uint8Array(), Uint8Array.from([0])]),
    ]);
    expect(rows.map(({ value }) => value)).toEqual([BYTES, null, Buffer.alloc(0), Buffer.from([0])]);
  });

  it('of timestamptz come in as the same moment', async () => {
    const moments = ['2026-09-21T02:13:20.123Z', null, '2026-09-21T10:13:20+08:00', '1999-12-31T23:59:59.999Z'];
    const { rows } = await client.query<{ value: Date | null }>('select value from unnest($1::timestamptz[]) as value', [
      timestamptzArray(moments),
    ]);
    expect(rows.map(({ value }) => value?.getTime())).toEqual(
      moments.map((moment) => (moment ? Date.parse(moment) : undefined)),
    );
  });

  it.each<[string, Buffer]>([
    ['boolean', booleanArray([])],
    ['smallint', int2Array([])],
    ['integer', int4Array([])],
    ['bigint', int8Array([])],
    ['date', dateArray([])],
    ['timestamptz', timestamptzArray([])],
    ['uuid', uuidArray([])],
    ['text', textArray([])],
    ['bytea', byteaArray([])],
  ])('of no %s are empty', async (type, array) => {
    const { rows } = await client.query<{ size: number }>(`select cardinality($1::${type}[]) as size`, [array]);
    expect(rows).toEqual([{ size: 0 }]);
  });

  it('of a thousand values keep their order', async () => {
    const values = Array.from({ length: 1_000 }, (_, index) => (index % 7 === 0 ? null : index));
    const { rows } = await client.query<{ same: boolean }>('select $1::integer[] = $2::integer[] as same', [
      int4Array(values),
      values,
    ]);
    expect(rows).toEqual([{ same: true }]);
  });

  it.each<[string, () => Buffer]>([
    ['a number that is not safe', () => int8Array([2 ** 53])],
    ['a fraction', () => int8Array([0.5])],
    ['an integer beyond 32 bits', () => int4Array([2 ** 31])],
    ['a text that is no UUID', () => uuidArray(['0b5e7f52-2f1e-8a33-9c01-1f2e3d4c5bzz'])],
    ['a UUID too short', () => uuidArray(['0b5e7f52-2f1e-8a33-9c01-1f2e3d4c5b6'])],
    ['a UUID with a character of another script', () => uuidArray(['0b5e7f52-2f1e-8a33-9c01-1f2e3d4c5b6\u0661'])],
    ['a text that is no day', () => dateArray(['2026-13-01'])],
    ['a text that is no moment', () => timestamptzArray(['yesterday'])],
  ])('refuse %s', (_, make) => {
    expect(make).toThrow(expect.objectContaining({ name: 'RangeError' }) as Error);
  });
});
