import {
  corrections,
  correctionFeature,
  correctionStream,
  digestOf,
  refuseCorrection,
  shownOf,
  tierOf,
  type BlastRadius,
  type CorrectionCommand,
  type CorrectionId,
  type Proposing,
  type SeenStream,
  type Shown,
  type Tier,
} from '#corrections';
import type { CommandContext, Outcome } from '#event-log';
import { businessDateOf, instant, isRejection, type BusinessDate, type Instant, type Rejection } from '#kernel';
import type { ClosedThrough } from '#periods';
import type { CorrectionAsked } from './asked.js';
import { blastRadius, type RadiusParts } from './blast-radius.js';
import { Finding, type FindingParts } from './finding.js';
import type { MerchantCorrectionRules } from './merchant-correction-rules.js';
import { touchedBy } from './touched.js';

export interface CorrectionParts extends FindingParts, RadiusParts {
  readonly rules: MerchantCorrectionRules;
  readonly closedThrough: ClosedThrough;
  readonly nowMs: () => number;
}

/** What would be proposed, as an approver would see it. */
export interface CorrectionPreview extends Shown {
  readonly digest: string;
  readonly tier: Tier;
  readonly radius: BlastRadius;
}

interface Prepared {
  readonly proposing: Proposing;
  readonly preview: CorrectionPreview;
}

/** Proposes corrections and lets others decide on them. What they are about is looked up each time; nothing is kept beside the log. */
export class Corrections {
  private readonly finding: Finding;

  constructor(private readonly parts: CorrectionParts) {
    this.finding = new Finding(parts);
  }

  /** Appends nothing. */
  async preview(asked: CorrectionAsked): Promise<CorrectionPreview | Rejection> {
    const prepared = await this.prepare(asked);
    return isRejection(prepared) ? prepared : prepared.preview;
  }

  /** `digest`: of the preview that the proposer saw, where one was. */
  async propose(asked: CorrectionAsked, digest: string | undefined, context: CommandContext): Promise<Outcome> {
    const prepared = await this.prepare(asked);
    if (isRejection(prepared)) return refused(prepared);
    const { proposing, preview } = prepared;
    if (digest !== undefined && digest !== preview.digest) return refused(refuseCorrection('PROPOSAL_CHANGED'));
    const { radius } = preview;
    const { actor: by, commandId: proposalId } = context;
    return this.handle({ type: 'ProposeCorrection', ...proposing, radius, by, proposalId }, context);
  }

  async approve(correctionId: CorrectionId, digest: string, context: CommandContext): Promise<Outcome> {
    const { standing } = await this.stateOf(correctionId);
    const seen = await Promise.all((standing?.seen ?? []).map(({ stream }) => this.revisionOf(stream)));
    const closedThrough = standing ? await this.closedThrough(standing.merchant) : null;
    const { actor: by, commandId: approvalId } = context;
    const now = this.now();
    const what = { correctionId, digest, standing: seen, closedThrough, approvalId, by, now };
    return this.handle({ type: 'ApproveCorrection', ...what }, context);
  }

  reject(correctionId: CorrectionId, reason: string, context: CommandContext): Promise<Outcome> {
    return this.handle({ type: 'RejectCorrection', correctionId, reason, by: context.actor, now: this.now() }, context);
  }

  withdraw(correctionId: CorrectionId, reason: string, context: CommandContext): Promise<Outcome> {
    return this.handle({ type: 'WithdrawCorrection', correctionId, reason, by: context.actor, now: this.now() }, context);
  }

  private async prepare({ correcting, reason, evidence, day }: CorrectionAsked): Promise<Prepared | Rejection> {
    const found = await this.finding.find(correcting);
    if (isRejection(found)) return found;
    const { correctionId, merchant, draft } = found;
    const now = this.now();
    const [rules, closedThrough, today] = await Promise.all([
      this.parts.rules.inForce(merchant),
      this.closedThrough(merchant),
      this.today(merchant, now),
    ]);
    const asked = { correctionId, draft, reason, evidence, rules, closedThrough, today, now };
    const proposing: Proposing = { ...asked, ...(day !== undefined && { day }) };
    const shown = shownOf(proposing);
    if (isRejection(shown)) return shown;
    const radius = await blastRadius(this.parts, shown, touchedBy(draft, shown), now);
    return { proposing, preview: { ...shown, digest: digestOf(shown), tier: tierOf(rules, shown.amount), radius } };
  }

  private async today(merchant: string, now: Instant): Promise<BusinessDate> {
    const { registered } = (await this.parts.setup.merchant(merchant)).state;
    return businessDateOf(now, registered?.cutOff ?? '24:00');
  }

  private async closedThrough(merchant: string): Promise<BusinessDate | null> {
    return (await this.parts.closedThrough(merchant)) ?? null;
  }

  private async stateOf(correctionId: CorrectionId) {
    return (await this.parts.handling.load(correctionStream(correctionId), corrections)).state;
  }

  private async revisionOf(stream: string): Promise<SeenStream> {
    const last = (await this.parts.handling.history(stream)).at(-1);
    return { stream, revision: last?.revision ?? -1 };
  }

  private handle(command: CorrectionCommand, context: CommandContext): Promise<Outcome> {
    return this.parts.handling.handle(correctionFeature, command, context);
  }

  private now(): Instant {
    return instant(this.parts.nowMs());
  }
}

const refused = (rejection: Rejection): Outcome => ({ ok: false, rejection });
