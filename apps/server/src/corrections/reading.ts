import { money, type Line } from '#kernel';
import { Problem, type FieldError } from '../http/problem.js';
import type { AttributionAsked, Correcting, CorrectionAsked } from './asked.js';
import type { AttributionPart, CorrectionRequest } from './corrections.requests.js';

/** What a body asks for, by its kind. @throws Problem where a part is missing, or one of another kind came along */
export function askedIn(body: CorrectionRequest): CorrectionAsked {
  const { reason, evidence, day } = body;
  return { correcting: correctingIn(body), reason, evidence, day };
}

type Part = 'day' | 'entry' | 'to' | 'adjustment' | 'caseId' | 'surplus' | 'row' | 'as';

const PARTS: readonly Part[] = ['day', 'entry', 'to', 'adjustment', 'caseId', 'surplus', 'row', 'as'];

/** What a kind needs, and what it may have. */
const OF_KIND: Readonly<Record<CorrectionRequest['kind'], { readonly needs: readonly Part[]; readonly may: readonly Part[] }>> =
  {
    reverse: { needs: ['entry'], may: ['day'] },
    're-attribute': { needs: ['entry', 'to'], may: ['day'] },
    adjust: { needs: ['adjustment'], may: ['day'] },
    'write-off': { needs: ['caseId'], may: ['surplus', 'day'] },
    record: { needs: ['row'], may: ['as', 'caseId'] },
  };

function correctingIn(body: CorrectionRequest): Correcting {
  const { needs, may } = OF_KIND[body.kind];
  const missing = needs.filter((part) => body[part] === undefined).map((field) => says(field, 'is missing'));
  const strange = PARTS.filter((part) => body[part] !== undefined && !needs.includes(part) && !may.includes(part));
  const errors = [...missing, ...strange.map((field) => says(field, `is no part of ${body.kind}`))];
  if (errors.length > 0) throw invalid(...errors);
  return correctingOf(body);
}

const says = (field: string, what: string): FieldError => ({ field, says: what });
const invalid = (...errors: readonly FieldError[]): Problem => Problem.of('REQUEST_INVALID', { errors });

function correctingOf({ kind, entry, to, adjustment, caseId, surplus, row, as }: CorrectionRequest): Correcting {
  if (kind === 'reverse' && entry) return { kind, entry };
  if (kind === 're-attribute' && entry && to) return { kind, entry, attribution: attributionIn(to) };
  if (kind === 'adjust' && adjustment) {
    const { id, lines, merchant, store, side, channel, method } = adjustment;
    const booked = lines.map((line): Line => ({ ...line, amount: money(line.amount) }));
    return { kind, id, of: { merchant, store, side, channel, method }, lines: booked };
  }
  if (kind === 'write-off' && caseId !== undefined) return { kind, caseId, surplus: surplus ?? 'liability' };
  if (kind === 'record' && row) return { kind, row, as: as ?? 'payment', caseId };
  throw invalid(says('kind', 'lacks its part'));
}

function attributionIn({ store, merchantNo, terminalNo, orderId }: AttributionPart): AttributionAsked {
  const isTerminal = merchantNo !== undefined && terminalNo !== undefined;
  const given = [store, isTerminal ? terminalNo : (merchantNo ?? terminalNo), orderId].filter((one) => one !== undefined);
  if (given.length === 1) {
    if (store !== undefined) return { to: 'store', store };
    if (isTerminal) return { to: 'terminal', merchantNo, terminalNo };
    if (orderId !== undefined) return { to: 'order', orderId };
  }
  throw invalid(says('to', 'must be a store, a terminal with its merchant number, or an order'));
}
