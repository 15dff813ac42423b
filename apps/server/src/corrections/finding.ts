import {
  differenceCorrectionId,
  entryCorrectionId,
  refuseCorrection,
  type Attribution,
  type CaseSeen,
  type CorrectionId,
  type Draft,
  type EntryRef,
} from '#corrections';
import { deterministicId, type ExpectedRevision } from '#event-log';
import { isRejection, rejecter, type Entry, type Instant, type Rejection } from '#kernel';
import { SETUP_REJECTIONS, type MerchantSetup } from '#merchants';
import { orderStream, type OrderStanding } from '#orders';
import { paymentDecider, type RecordPaymentFact } from '#payments';
import { settlementDecider, type RecordSettlementFact } from '#settlements';
import { isNameable, statementRowDecider, statementRowStream, type StatementRow } from '#statements';
import type { AttributionAsked, Correcting } from './asked.js';
import { caseSeen, namesIn } from './cases.js';
import { factOfRow, type Made, type RowFactParts } from './row-facts.js';

export interface FindingParts extends RowFactParts {
  readonly setup: Pick<MerchantSetup, 'merchant'>;
}

/** What a correction is about, read from the streams themselves. */
export interface Found {
  readonly correctionId: CorrectionId;
  readonly merchant: string;
  readonly draft: Draft;
}

type OfKind<K extends Correcting['kind']> = Extract<Correcting, { readonly kind: K }>;
type EntryFound = Extract<Draft, { readonly kind: 'reverse' }>['target'] & { readonly occurredAt: Instant };

const refuseSetUp = rejecter(SETUP_REJECTIONS);
const NONE = -1;
const revisionOf = (revision: ExpectedRevision): number => (revision === 'no_stream' ? NONE : revision);

/** Looks for what is to be corrected. */
export class Finding {
  constructor(private readonly parts: FindingParts) {}

  async find(correcting: Correcting): Promise<Found | Rejection> {
    switch (correcting.kind) {
      case 'reverse': {
        const target = await this.entry(correcting.entry);
        return isRejection(target) ? target : ofEntry({ kind: 'reverse', target });
      }
      case 're-attribute':
        return this.reattribution(correcting);
      case 'adjust':
        return this.adjustment(correcting);
      case 'write-off': {
        const target = await this.case(correcting.caseId);
        if (isRejection(target)) return target;
        const draft = { kind: 'write-off', target, surplus: correcting.surplus } as const;
        return { correctionId: differenceCorrectionId(target.caseId), merchant: target.merchant, draft };
      }
      case 'record':
        return this.record(correcting);
    }
  }

  private async entry({ stream, eventId, entry }: EntryRef): Promise<EntryFound | Rejection> {
    const events = await this.parts.handling.history(stream);
    const event = events.find(({ id }) => id === eventId);
    const { entries = [], fact } = (event?.data ?? {}) as {
      readonly entries?: readonly Entry[];
      readonly fact?: { readonly occurredAt: Instant };
    };
    const booked = entries[entry];
    const last = events.at(-1);
    if (!event || !booked || !last) return refuseCorrection('ENTRY_NOT_FOUND');
    const occurredAt = fact?.occurredAt ?? event.recordedAt;
    return { stream, eventId, entry, revision: last.revision, booked, occurredAt };
  }

  private async reattribution({ entry, attribution }: OfKind<'re-attribute'>): Promise<Found | Rejection> {
    const found = await this.entry(entry);
    if (isRejection(found)) return found;
    const { occurredAt, ...target } = found;
    const { merchant } = target.booked.of;
    const to = await this.attribution(attribution, merchant, occurredAt);
    return isRejection(to) ? to : ofEntry({ kind: 're-attribute', target, attribution: to });
  }

  private async attribution(asked: AttributionAsked, merchant: string, at: Instant): Promise<Attribution | Rejection> {
    switch (asked.to) {
      case 'store': {
        const { stores } = (await this.parts.setup.merchant(merchant)).state;
        const isThere = asked.store === '-' || stores.some(({ storeId }) => storeId === asked.store);
        return isThere ? asked : refuseSetUp('STORE_UNKNOWN');
      }
      case 'terminal': {
        const terminal = await this.parts.directory.terminal(asked.merchantNo, asked.terminalNo);
        if (terminal?.merchantId !== merchant) return refuseSetUp('TERMINAL_UNKNOWN');
        return { ...asked, store: terminal.storeAt(at) };
      }
      case 'order': {
        const last = (await this.parts.handling.history(orderStream(asked.orderId))).at(-1);
        const standing = (last?.data as { readonly standing: OrderStanding } | undefined)?.standing;
        if (standing?.merchant !== merchant) return refuseCorrection('ATTRIBUTION_UNFIT', { orderId: asked.orderId });
        return { ...asked, shopId: standing.shopId, store: standing.store };
      }
    }
  }

  private async adjustment({ id, of, lines }: OfKind<'adjust'>): Promise<Found | Rejection> {
    const { registered, stores } = (await this.parts.setup.merchant(of.merchant)).state;
    if (!registered) return refuseSetUp('MERCHANT_UNKNOWN');
    if (of.store !== '-' && !stores.some(({ storeId }) => storeId === of.store)) return refuseSetUp('STORE_UNKNOWN');
    return { correctionId: `adjust-${id}`, merchant: of.merchant, draft: { kind: 'adjust', of, lines } };
  }

  private async record({ row, as, caseId }: OfKind<'record'>): Promise<Found | Rejection> {
    const { handling } = this.parts;
    if (!isNameable(row as StatementRow)) return refuseCorrection('STATEMENT_ROW_NOT_FOUND');
    const stream = statementRowStream(row as StatementRow);
    const { state, revision } = await handling.load(stream, statementRowDecider);
    const [told] = state.variants;
    if (!told) return refuseCorrection('STATEMENT_ROW_NOT_FOUND');
    const target = caseId === undefined ? null : await this.case(caseId);
    if (isRejection(target)) return target;
    const made = await factOfRow(this.parts, { ...told, exceptions: [] }, as);
    if (isRejection(made)) return made;
    const booked = await this.foreseen(made);
    if (isRejection(booked)) return booked;
    const recorded = { ...made, ...booked, of: made.fact.booking.of };
    const seen = { stream, revision: revisionOf(revision), amount: told.row.amount, names: namesIn([told.row.refs]) };
    const correctionId = target ? differenceCorrectionId(target.caseId) : `record-${deterministicId('record', stream, as)}`;
    return { correctionId, merchant: told.merchant, draft: { kind: 'record', row: seen, recorded, target } };
  }

  /** What recording a fact would book now: the feature decides on its stream as it is, and nothing is appended. */
  private async foreseen({
    feature,
    stream,
    fact,
  }: Made): Promise<{ entries: readonly Entry[]; revision: number } | Rejection> {
    const { handling } = this.parts;
    if (feature === 'payments') {
      const { state, revision } = await handling.load(stream, paymentDecider);
      const command = { type: 'RecordPaymentFact', fact } as RecordPaymentFact;
      return refusalOfTold(state, fact) ?? bookedBy(paymentDecider.decide(command, state), revision);
    }
    const { state, revision } = await handling.load(stream, settlementDecider);
    const command = { type: 'RecordSettlementFact', fact } as RecordSettlementFact;
    return refusalOfTold(state, fact) ?? bookedBy(settlementDecider.decide(command, state), revision);
  }

  private async case(caseId: string): Promise<CaseSeen | Rejection> {
    return (await caseSeen(this.parts.handling, caseId)) ?? refuseCorrection('DIFFERENCE_NOT_FOUND');
  }
}

const ofEntry = (draft: Extract<Draft, { readonly kind: 'reverse' | 're-attribute' }>): Found => ({
  correctionId: entryCorrectionId(draft.target),
  merchant: draft.target.booked.of.merchant,
  draft,
});

/** Told by others already, maybe in more detail: a second telling would contradict the first. */
const refusalOfTold = (
  state: { readonly facts: ReadonlyMap<string, unknown> },
  { key }: Made['fact'],
): Rejection | undefined => (state.facts.has(key) ? refuseCorrection('ROW_RECORDED_ALREADY') : undefined);

type Decided = readonly { readonly data: { readonly entries: readonly Entry[] } }[] | Rejection;

function bookedBy(decided: Decided, revision: ExpectedRevision): { entries: readonly Entry[]; revision: number } | Rejection {
  if (isRejection(decided)) return decided;
  return { entries: decided.flatMap(({ data }) => data.entries), revision: revisionOf(revision) };
}
