import { isSealed, sealedIn } from '#kernel';
import { MemorySubjectKeys, Persons } from '#privacy';
import { factsOfOrderDetail } from './douyin/order-detail.js';
import { DOUYIN_PERSONS } from './douyin/persons.js';
import { parseExact, type JsonObject } from './exact-json.js';
import { withoutPersons } from './persons.js';

const BUYER = '1@#buyer-0042';
const DETAIL = `{"order_id":6900000000000000009, "shop_id":4463798,"order_status":2,"update_time":1790000000,"pay_amount":12990,
  "doudian_open_id":"${BUYER}","mask_post_receiver":"张*","encrypt_post_tel":"##c","post_addr":{"province":{"name":"浙江"},"encrypt_detail":"##d"},
  "inner":"{\\"open_id\\":\\"${BUYER}\\",\\"mask_post_tel\\":\\"138****5678\\"}"}`;

describe('persons in a message', () => {
  let persons: Persons;
  beforeEach(() => {
    persons = new Persons(new MemorySubjectKeys(), Buffer.alloc(32, 7));
  });
  const kept = (text = DETAIL) => withoutPersons(text, DOUYIN_PERSONS, persons);

  it('are sealed or dropped, also in a text that is JSON itself, and every other byte stays', async () => {
    const { text, changed } = await kept();
    expect(changed).toBe(true);
    expect(text).not.toMatch(/buyer-0042|张|##c|##d|138/);
    expect(text).toContain('{"order_id":6900000000000000009, "shop_id":4463798,');
    const message = parseExact(text) as JsonObject;
    const inner = parseExact(message['inner'] as string) as JsonObject;
    expect(inner['open_id']).toBe(message['doudian_open_id']);
    const sealed = sealedIn(message['doudian_open_id'] as string);
    if (!sealed) throw new Error('sealed');
    expect(await persons.open([{ ...sealed, field: 'buyer' }])).toEqual([BUYER]);
  });

  it('make the same text each time, until they are forgotten', async () => {
    const first = await kept();
    expect(await kept()).toEqual(first);
    const [{ subject } = { subject: '' }] = await persons.subjectsOf({ kind: 'account', id: BUYER });
    await persons.destroy([subject]);
    expect((await kept()).text).not.toBe(first.text);
  });

  it('that are none leave a message as it was', async () => {
    const text = '{"open_id":"","doudian_open_id":null, "user_id":7,"pay_amount":1}';
    expect(await kept(text)).toEqual({ text, changed: false });
  });

  it('become the buyer of an order, and are no part of what tells its details apart', async () => {
    const detailOf = (text: string) => {
      const reading = factsOfOrderDetail(parseExact(text) as JsonObject);
      const last = 'facts' in reading ? reading.facts.at(-1) : undefined;
      if (last?.type !== 'DouyinOrderDetailed') throw new Error(JSON.stringify(reading));
      return last;
    };
    const told = detailOf((await kept()).text);
    expect(isSealed(told.buyer)).toBe(true);
    const plain = detailOf(DETAIL);
    expect([plain.key, plain.buyer]).toEqual([told.key, undefined]);
  });
});
