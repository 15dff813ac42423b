import fc from 'fast-check';
import type { StoredEvent } from '#event-log';
import { plusMs, type DomainEvent, type Instant } from '#kernel';
import { someOrderFacts } from '#orders/testing';
import { orderDecider, type OrderEvent, type OrderState } from '#orders';
import { NOON, standingWith, stored, transactionOf } from '../testing.js';
import { WorklistFold, exceptionId } from './fold.js';
import { emptyMemory, type Memory } from './memory.js';
import { stateOf, type Item } from './worklist.tables.js';

const ORDER = 'order-douyin.1';
const HOUR_MS = 3_600_000;

function folded(events: readonly StoredEvent[]): Memory {
  const memory = emptyMemory();
  const fold = new WorklistFold(memory, (model) => (model === 'QR-Box' ? ['wechat'] : undefined));
  for (const event of events) fold.take(event);
  return memory;
}

const itemsOf = (...told: (readonly [string, DomainEvent, Instant?])[]): Item[] =>
  folded(told.map(([stream, event, at], index) => stored(stream, event, index, at))).items.all();

const open = (...told: (readonly [string, DomainEvent, Instant?])[]): string[] =>
  itemsOf(...told)
    .filter(({ stands }) => stands)
    .map(({ code }) => code)
    .sort();

const about = { stream: ORDER, code: 'REFUND_ABOVE_PAID', day: '' };
const done = (type: string, more: object = {}): readonly [string, DomainEvent] => [
  'exception.x',
  { type, data: { exceptionId: 'x', about, occurrence: 1, by: 'key:anna', at: NOON, reason: 'r', takenFrom: null, ...more } },
];

describe('exceptions of standings', () => {
  it('say what happened, what it is worth, and when', () => {
    const [item] = itemsOf([ORDER, standingWith(['REFUND_ABOVE_PAID']), plusMs(NOON, 5)]);
    expect(item).toMatchObject({
      exceptionId: exceptionId(ORDER, 'REFUND_ABOVE_PAID', ''),
      kind: 'order',
      severity: 'high',
      merchant: 'm1',
      store: 's1',
      subject: { orderId: '1' },
      worth: 300,
      occurredAt: NOON,
      recordedAt: plusMs(NOON, 5),
      dueAt: plusMs(NOON, 5),
      occurrence: 1,
    });
  });

  it('name one refund after another of those that are proposed, and the only payment where none is', () => {
    const proposal = (paymentId: string, amount: number, reason: string): object => ({ paymentId, amount, reason });
    const twice = [proposal('p1', 500, 'PAID_INSIDE_AND_COLLECTED'), proposal('p2', 400, 'PAID_INSIDE_AND_COLLECTED')];
    const told = (refundsProposed: readonly object[]): readonly [string, DomainEvent] => [
      'collection.1',
      standingWith(['PAID_INSIDE_AND_COLLECTED'], { refundsProposed }),
    ];
    expect(itemsOf(told(twice))).toMatchObject([{ worth: 900, subject: { paymentId: 'p1' }, evidence: { refund: 500 } }]);
    expect(itemsOf(told(twice), told(twice.slice(1)))).toMatchObject([
      { worth: 400, subject: { paymentId: 'p2' }, evidence: { refund: 400 } },
    ]);
    const subjectFor = (...paymentIds: string[][]): unknown =>
      itemsOf([
        'collection.1',
        standingWith(['COLLECTED_OTHER_AMOUNT'], { requests: paymentIds.map((ids) => ({ paymentIds: ids })) }),
      ])[0]?.subject;
    expect(subjectFor([], ['p3'])).toEqual({ orderId: '1', paymentId: 'p3' });
    expect(subjectFor(['p3'], ['p4'])).toEqual({ orderId: '1' });
  });

  it('close with their cause, and open again with it', () => {
    const [gone] = itemsOf([ORDER, standingWith(['FACTS_CONTRADICT'])], [ORDER, standingWith([])]);
    expect(gone && stateOf(gone)).toBe('closed');
    const [back] = itemsOf(
      ...[['FACTS_CONTRADICT'], [], ['FACTS_CONTRADICT']].map((codes) => [ORDER, standingWith(codes)] as const),
    );
    expect(back).toMatchObject({ stands: true, occurrence: 2, goneAt: null });
  });

  it('stay closed by hand until their cause comes back', () => {
    const there = [ORDER, standingWith(['REFUND_ABOVE_PAID'])] as const;
    const stateAfter = (...told: (readonly [string, DomainEvent])[]): string => {
      const [item] = itemsOf(...told);
      return item ? stateOf(item) : 'none';
    };
    expect(stateAfter(there, done('ExceptionClaimed'))).toBe('claimed');
    expect(stateAfter(there, done('ExceptionClaimed'), done('ExceptionResolved'))).toBe('resolved');
    expect(stateAfter(there, done('ExceptionResolved'), there)).toBe('resolved');
    expect(stateAfter(there, done('ExceptionResolved'), [ORDER, standingWith([])])).toBe('resolved');
    expect(stateAfter(there, done('ExceptionResolved'), [ORDER, standingWith([])], there)).toBe('open');
    expect(stateAfter(there, done('ExceptionResolved'), done('ExceptionReopened'))).toBe('open');
  });

  it('of a feature that nobody knows here are told all the same', () => {
    expect(itemsOf(['brand-new.7', standingWith(['NEVER_HEARD_OF'])])).toMatchObject([
      { kind: 'brand_new', severity: 'medium' },
    ]);
  });

  it('are the same open ones in whatever order the facts of an order come', () => {
    fc.assert(
      fc.property(
        someOrderFacts({ orderId: '6900000000000000001', payType: 1, shopId: '11' }).chain((facts) =>
          fc.tuple(fc.constant(facts), fc.shuffledSubarray([...facts], { minLength: facts.length })),
        ),
        ([facts, shuffled]) => {
          const openOf = (some: typeof facts): unknown => {
            let state: OrderState = orderDecider.initial;
            const told = some.flatMap((fact) => {
              const events = orderDecider.decide({ type: 'RecordOrderFact', fact }, state) as readonly OrderEvent[];
              state = events.reduce((before, event) => orderDecider.evolve(before, event), state);
              return events;
            });
            return folded(told.map((event, index) => stored(ORDER, event, index)))
              .items.all()
              .filter(({ stands }) => stands)
              .map(({ code, worth, merchant, store, subject }) => ({ code, worth, merchant, store, subject }))
              .sort((a, b) => (a.code < b.code ? -1 : 1));
          };
          expect(openOf(shuffled)).toEqual(openOf(facts));
        },
      ),
    );
  });
});

describe('what lasts too long', () => {
  const unpaid = [ORDER, standingWith([], { status: 'created', createdAt: NOON })] as const;

  it('is told when it is due', () => {
    expect(itemsOf(unpaid)).toMatchObject([{ code: 'ORDER_UNPAID', anchorAt: NOON, dueAt: plusMs(NOON, HOUR_MS) }]);
  });

  it('says what an unpaid order would have brought, once its prices are known', () => {
    const standing = standingWith([], { status: 'created', createdAt: NOON, listPrice: 10_000, payable: 8_500 });
    expect(itemsOf([ORDER, standing])).toMatchObject([{ code: 'ORDER_UNPAID', worth: 8_500 }]);
    expect(itemsOf(unpaid)).toMatchObject([{ worth: 0 }]);
  });

  it('is no unpaid order while a terminal has its money', () => {
    const collecting = (collected: number): readonly [string, DomainEvent] => [
      'collection.1',
      standingWith([], { orderId: '1', collected }),
    ];
    const late = plusMs(NOON, HOUR_MS);
    const moved = [ORDER, standingWith([], { status: 'created', createdAt: NOON, payable: 900 }), late] as const;
    const paid = [ORDER, standingWith([], { status: 'paid', createdAt: NOON }), late] as const;
    expect(open(unpaid, collecting(0))).toEqual(['ORDER_UNPAID']);
    expect(open(unpaid, collecting(900), moved)).toEqual([]);
    expect(itemsOf(unpaid, collecting(900), moved, collecting(0)).filter(({ stands }) => stands)).toMatchObject([
      { code: 'ORDER_UNPAID', worth: 900, anchorAt: NOON, dueAt: late },
    ]);
    expect(open(unpaid, collecting(900), paid, collecting(0))).toEqual([]);
    expect(open(collecting(900), unpaid)).toEqual([]);
  });

  it('leaves no trace where it ends in time, and one where it ends late', () => {
    expect(itemsOf(unpaid, [ORDER, standingWith([]), plusMs(NOON, HOUR_MS - 1)])).toEqual([]);
    expect(itemsOf(unpaid, [ORDER, standingWith([]), plusMs(NOON, HOUR_MS)])).toMatchObject([{ stands: false }]);
  });

  it('is told before it ends, where that is what matters', () => {
    const held = standingWith([], { status: 'authorized', held: 200, expiresAt: plusMs(NOON, 30 * 24 * HOUR_MS) });
    expect(itemsOf(['payment.p', held])).toMatchObject([
      { code: 'AUTHORIZATION_EXPIRING', worth: 200, dueAt: plusMs(NOON, 27 * 24 * HOUR_MS) },
    ]);
  });

  it('is due at another time once the merchant says so', () => {
    const rules = {
      type: 'ExceptionRulesSet',
      data: { merchantId: 'm1', rules: { unpaid_order_minutes: 10 }, by: 'k', at: NOON },
    };
    const due = [{ dueAt: plusMs(NOON, 600_000) }];
    expect(itemsOf(unpaid, ['worklist-rules.m1', rules])).toMatchObject(due);
    expect(itemsOf(['worklist-rules.m1', rules], unpaid)).toMatchObject(due);
  });

  it('counts from the fact where the standing knows no moment', () => {
    const unknown = [standingWith(['OUTCOME_UNKNOWN']), standingWith(['OUTCOME_UNKNOWN'], { captured: 1 })];
    const items = itemsOf(...unknown.map((event) => ['payment.p', event] as const));
    expect(items.find(({ code }) => code === 'OUTCOME_STAYS_UNKNOWN')).toMatchObject({ dueAt: plusMs(NOON, 600_000) });
  });
});

describe('what a terminal does', () => {
  const enrolled = (from = NOON, model = 'A920'): readonly [string, DomainEvent] => [
    'terminal.no.t',
    { type: 'TerminalEnrolled', data: { merchantNo: 'no', terminalNo: 't', storeId: 's1', model, from } },
  ];
  const setUp = (type: string, more: object): readonly [string, DomainEvent] => [
    'terminal.no.t',
    { type, data: { merchantNo: 'no', terminalNo: 't', from: NOON, ...more } },
  ];
  const sold = (more: object = {}): readonly [string, DomainEvent] => [
    'payment.p',
    transactionOf('PaymentPurchased', 700, plusMs(NOON, 1), more),
  ];

  it.each<[string, (readonly [string, DomainEvent])[], string[]]>([
    ['as it is set up', [enrolled(), sold()], []],
    ['that set-up does not know', [sold()], []],
    [
      'while it is suspended',
      [enrolled(), setUp('TerminalStatusChanged', { status: 'suspended' }), sold()],
      ['TERMINAL_NOT_ACTIVE'],
    ],
    ['for another store', [enrolled(), sold({ store: 's2' })], ['TERMINAL_IN_OTHER_STORE']],
    [
      'with a method it lacks',
      [enrolled(), setUp('TerminalConfigured', { methods: ['wechat'] }), sold()],
      ['METHOD_BEYOND_TERMINAL'],
    ],
    ['with a way of reading cards', [enrolled(), setUp('TerminalConfigured', { methods: ['card_chip'] }), sold()], []],
    ['with a method its model lacks', [enrolled(NOON, 'QR-Box'), sold()], ['METHOD_BEYOND_TERMINAL']],
    [
      'with a method its model learnt',
      [
        enrolled(NOON, 'QR-Box'),
        sold(),
        ['pos-models', { type: 'PosModelDescribed', data: { model: 'QR-Box', methods: ['card_chip'] } }],
      ],
      [],
    ],
  ])('%s', (_says, told, codes) => {
    expect(open(...told)).toEqual(codes);
  });

  it('is judged by its set-up, whichever is told first', () => {
    const suspended = setUp('TerminalStatusChanged', { status: 'suspended' });
    const told = [enrolled(), suspended, sold()];
    fc.assert(
      fc.property(fc.shuffledSubarray(told, { minLength: told.length }), (shuffled) => {
        expect(open(...shuffled)).toEqual(['TERMINAL_NOT_ACTIVE']);
      }),
    );
    expect(itemsOf(...told)).toMatchObject([{ worth: 700, subject: { paymentId: 'p', merchantNo: 'no', terminalNo: 't' } }]);
  });

  it('is counted once, however often it is told', () => {
    const late = ['payment.p', transactionOf('PurchaseVoided', 0, plusMs(NOON, 5 * HOUR_MS))] as const;
    const { days, items } = folded([sold(), sold(), late, late].map(([stream, event], index) => stored(stream, event, index)));
    expect(days.all()).toMatchObject([{ sales: { count: 1, amount: 700 }, pairs: { 'payment.p': { amount: 700 } } }]);
    expect(items.all()).toMatchObject([{ code: 'FRAUD_LATE_VOID', kind: 'terminal', worth: 700, day: '2026-09-21' }]);
  });

  it('is judged again when rules change', () => {
    const late = ['payment.p', transactionOf('PurchaseVoided', 0, plusMs(NOON, 5 * HOUR_MS))] as const;
    const rules = (least: number | null): readonly [string, DomainEvent] => [
      'worklist-rules.m1',
      { type: 'ExceptionRulesSet', data: { merchantId: 'm1', rules: { late_voids: least }, by: 'k', at: NOON } },
    ];
    expect(open(late, sold())).toEqual(['FRAUD_LATE_VOID']);
    expect(open(late, sold(), rules(2))).toEqual([]);
    expect(open(late, sold(), rules(2), rules(null))).toEqual(['FRAUD_LATE_VOID']);
  });
});
