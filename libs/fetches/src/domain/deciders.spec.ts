import { isRejection, type BusinessDate, type Instant } from '#kernel';
import { after } from '#kernel/testing';
import { fetchSettingDecider, type SetFetch } from './fetch-setting.js';
import { missingBillDecider, type NoteBill } from './missing-bill.js';

const TODAY = '2026-09-21' as BusinessDate;
const EARLIER = '2026-09-01' as BusinessDate;
const AT = '2026-09-21T02:00:00.000Z' as Instant;
const set = (state: 'on' | 'off', from?: BusinessDate): SetFetch => ({
  type: 'SetFetch',
  bill: 'wechat-trades',
  account: '1900000109',
  merchantId: 'm1',
  state,
  today: TODAY,
  at: AT,
  ...(from !== undefined && { from }),
});

describe('whether a bill is fetched', () => {
  it.each<[string, SetFetch[], object]>([
    ['from today on unless said', [set('on')], { state: 'on', from: TODAY }],
    ['from a day on', [set('on', EARLIER)], { state: 'on', from: EARLIER }],
    ['from the same day on again', [set('on', EARLIER), set('off'), set('on')], { state: 'on', from: EARLIER }],
    ['from another day on', [set('on', TODAY), set('on', EARLIER)], { state: 'on', from: EARLIER }],
    ['no longer', [set('on', EARLIER), set('off')], { state: 'off', from: EARLIER }],
  ])('%s', (_how, commands, standing) => {
    expect(after(fetchSettingDecider, commands).state).toMatchObject(standing);
  });

  it('is said twice without effect, and not switched off before it was on', () => {
    const { state } = after(fetchSettingDecider, [set('on')]);
    expect(fetchSettingDecider.decide(set('on'), state)).toEqual([]);
    const refused = fetchSettingDecider.decide(set('off'), undefined);
    expect(isRejection(refused) && refused.code).toBe('FETCH_NEVER_ON');
  });
});

describe('a missing bill', () => {
  const note = (missingFor: string | null): NoteBill => ({
    type: 'NoteBill',
    bill: 'wechat-trades',
    account: '1900000109',
    day: EARLIER,
    merchant: 'm1',
    missingFor,
    at: AT,
  });
  const typesOf = (...reasons: (string | null)[]): string[] =>
    after(missingBillDecider, reasons.map(note)).events.map(({ type }) => type);

  it('is told once, whatever the reason turns into, and once that it is there', () => {
    expect(typesOf('OUTAGE', 'NO_AUTH', null, null)).toEqual(['StatementOverdue', 'StatementNoLongerMissing']);
    expect(typesOf(null)).toEqual([]);
    expect(typesOf('OUTAGE', null, 'OUTAGE')).toHaveLength(3);
  });
});
