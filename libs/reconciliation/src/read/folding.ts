import type { StoredEvent } from '#event-log';
import { addFact, standingFacts, type FactSet } from '#kernel';
import type { CollectionEvent, CollectionStanding } from '#collections';
import type { MiniAppEvent, MiniAppFact } from '#miniapp';
import type { OrderEvent, OrderStanding } from '#orders';
import type { MoneyMove, PaymentEvent, PaymentFact } from '#payments';
import type { SettlementEvent, SettlementFact, SettlementStanding } from '#settlements';
import type { LifeMovementEvent, LifeMovementStanding } from '#vouchers';
import type { StatementEvent, StatementRowEvent, StatementRowStanding, StatementStanding } from '#statements';
import {
  ALL_BANKS,
  digestOfItem,
  type ItemRow,
  type MatchedAccount,
  type StatementFile,
  type StreamFacts,
  type ToldDay,
} from './items.tables.js';
import {
  itemOfMove,
  itemsOfCollection,
  itemsOfLifeMovement,
  itemsOfMiniApp,
  itemsOfOrder,
  itemsOfSettlement,
} from './ledger-items.js';
import { fileOf, itemOfRow, toldDaysOf } from './statement-items.js';

/** What a payment moved, by all that was told of it. Payments know their own rules. */
export type MovesOf = (facts: readonly PaymentFact[]) => readonly MoneyMove[];

const PAYMENT: readonly PaymentEvent['type'][] = [
  'PaymentAuthorized',
  'PaymentCaptured',
  'CaptureVoided',
  'PaymentPurchased',
  'PurchaseVoided',
  'PaymentRefunded',
  'PaymentReversed',
  'PaymentDeclined',
  'PaymentOutcomeUnknown',
];
const MINI_APP: readonly MiniAppEvent['type'][] = ['MiniAppPaymentSucceeded', 'MiniAppRefundSucceeded'];
const ORDER: readonly OrderEvent['type'][] = [
  'DouyinOrderCreated',
  'DouyinOrderPaid',
  'DouyinOrderPhasePaid',
  'DouyinOrderPaymentHeld',
  'DouyinOrderRepriced',
  'DouyinOrderPartlyShipped',
  'DouyinOrderShipped',
  'DouyinOrderCompleted',
  'DouyinOrderCancelled',
  'DouyinAftersaleMoved',
  'DouyinRefundSucceeded',
  'DouyinOrderSettled',
  'DouyinOrderDetailed',
  'DouyinOrderHandedToPos',
];
const SETTLEMENT: readonly SettlementEvent['type'][] = [
  'DouyinSettlementRecorded',
  'DouyinAccountMoved',
  'AcquirerSettlementRecorded',
];
const LIFE: readonly LifeMovementEvent['type'][] = ['LifeAccountMoved'];
const COLLECTION: readonly CollectionEvent['type'][] = [
  'PaymentRequested',
  'PaymentRequestConfirmed',
  'PaymentRequestCancelled',
  'PaymentRequestExpired',
  'PaymentOutcomeOverdue',
  'PaymentOutcomeReported',
  'CollectingPaymentMoved',
];
const ROW: readonly StatementRowEvent['type'][] = ['StatementRowRecorded', 'StatementRowToldEarlier'];
const FILE: readonly StatementEvent['type'][] = ['StatementOpened', 'StatementImported'];

/** Where an event belongs. */
type Source = 'facts' | 'order' | 'settlement' | 'life' | 'collection' | 'row' | 'file';
const SOURCES: ReadonlyMap<string, Source> = new Map(
  (
    [
      ['facts', [...PAYMENT, ...MINI_APP]],
      ['order', ORDER],
      ['settlement', SETTLEMENT],
      ['life', LIFE],
      ['collection', COLLECTION],
      ['row', ROW],
      ['file', FILE],
    ] as const
  ).flatMap(([source, types]) => types.map((type) => [type as string, source] as const)),
);

/** Types of the events that items come out of. */
export const ITEM_EVENTS: readonly string[] = [...SOURCES.keys()];

/** What sums are made of. */
export const isOfSums = ({ type }: StoredEvent): boolean => SOURCES.get(type) === 'settlement';

export const isOfFacts = ({ type }: StoredEvent): boolean => SOURCES.get(type) === 'facts';

interface Data {
  readonly fact: object;
  readonly standing: unknown;
}
type AnyFact = PaymentFact | MiniAppFact;

/** What a batch comes to. */
export interface Folded {
  readonly items: readonly ItemRow[];
  readonly facts: readonly StreamFacts[];
  readonly files: readonly StatementFile[];
  /** Files imported to their end, and where in the log. */
  readonly imported: readonly { readonly file: string; readonly position: string }[];
  readonly days: readonly ToldDay[];
  readonly accounts: readonly MatchedAccount[];
  /** Ids of items that were told in several ways in between. */
  readonly varied: ReadonlySet<string>;
}

/** Turns events into items, in memory. A batch's last word on an item is written. */
export class Folding {
  private readonly byId = new Map<string, ItemRow>();
  private readonly byStream: Map<string, AnyFact[]>;
  private readonly touchedStreams = new Set<string>();
  private readonly varied = new Set<string>();
  private readonly files = new Map<string, StatementFile>();
  private readonly imported = new Map<string, string>();
  private readonly days = new Map<string, ToldDay>();
  private readonly moved = new Map<string, MatchedAccount>();

  constructor(
    known: readonly StreamFacts[],
    private readonly movesOf: MovesOf,
  ) {
    this.byStream = new Map(known.map(({ facts, stream }) => [stream, [...facts] as AnyFact[]]));
  }

  take(event: StoredEvent): void {
    const { position, stream, type } = event;
    const { fact, standing } = event.data as Data;
    switch (SOURCES.get(type)) {
      case 'facts':
        this.byStream.set(stream, [...(this.byStream.get(stream) ?? []), { ...fact, type } as AnyFact]);
        this.touchedStreams.add(stream);
        this.put(position, this.itemsOfFacts(stream));
        return;
      case 'order':
        this.put(position, itemsOfOrder(stream, standing as OrderStanding));
        return;
      case 'settlement':
        this.put(position, itemsOfSettlement(stream, standing as SettlementStanding, fact as SettlementFact));
        return;
      case 'life':
        this.put(position, itemsOfLifeMovement(stream, standing as LifeMovementStanding, fact));
        return;
      case 'collection':
        this.put(position, itemsOfCollection(stream, standing as CollectionStanding));
        return;
      case 'row':
        this.row(event, standing as StatementRowStanding, fact as StatementRowEvent['data']['fact']);
        return;
      case 'file':
        this.file(event, fileOf(standing as StatementStanding));
        return;
      case undefined:
    }
  }

  end(): Folded {
    const facts = Array.from(this.touchedStreams, (stream) => ({ stream, facts: this.byStream.get(stream) ?? [] }));
    const { byId, days, files, imported, moved, varied } = this;
    return {
      items: [...byId.values()],
      facts,
      files: [...files.values()],
      imported: Array.from(imported, ([file, position]) => ({ file, position })),
      days: [...days.values()],
      accounts: [...moved.values()],
      varied,
    };
  }

  private file({ position, stream }: StoredEvent, file: StatementFile): void {
    this.files.set(stream, file);
    if (file.imported) this.imported.set(file.file, position);
  }

  private itemsOfFacts(stream: string): ItemRow[] {
    const facts = this.byStream.get(stream) ?? [];
    if (stream.startsWith('payment.')) {
      return this.movesOf(facts as PaymentFact[]).map((move) => itemOfMove(stream, move));
    }
    const set = (facts as MiniAppFact[]).reduce<FactSet<MiniAppFact>>((known, fact) => addFact(known, fact), new Map());
    return itemsOfMiniApp(stream, standingFacts(set));
  }

  private row(
    { position, stream }: StoredEvent,
    standing: StatementRowStanding,
    told: StatementRowEvent['data']['fact'],
  ): void {
    const items = itemOfRow(stream, standing);
    this.put(position, items);
    for (const day of items.flatMap((item) => toldDaysOf(item, told.file, told.row.billDate))) {
      this.days.set([day.file, day.book, day.channel, day.account, day.day].join('|'), day);
    }
  }

  private put(position: string, items: readonly ItemRow[]): void {
    for (const item of items) {
      const before = this.byId.get(item.id);
      if (before && digestOfItem(before) !== digestOfItem(item)) this.varied.add(item.id);
      this.byId.set(item.id, item);
      if (item.source === 'request') continue;
      const account = { ...item, ...(item.book === 'payouts' && ALL_BANKS) };
      const key = [account.merchant, account.book, account.channel, account.account].join('|');
      const moved = this.moved.get(key)?.moved ?? '';
      this.moved.set(key, { ...account, moved: moved > position ? moved : position });
    }
  }
}
