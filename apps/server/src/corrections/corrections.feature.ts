import { CorrectionQueries } from '#corrections';
import type { CommandContext, CommandHandling, Outcome } from '#event-log';
import type { MoneyTerms } from '#fees';
import { instant } from '#kernel';
import type { MerchantDirectory, MerchantSetup } from '#merchants';
import { closedThroughIn } from '#periods';
import type { PastLog, Reader } from '#projections';
import { answering } from '../features/asked.js';
import { commandHandler, queryHandler, type ServerFeature } from '../features/feature-module.js';
import { CorrectionRulesController } from './correction-rules.controller.js';
import {
  AskCorrectionPreview,
  AskCorrectionRules,
  AskCorrections,
  OnCorrectionRules,
  OnCorrections,
  type CorrectionDoing,
} from './corrections.bus.js';
import { CorrectionsController } from './corrections.controller.js';
import { Corrections } from './corrections.js';
import { MerchantCorrectionRules } from './merchant-correction-rules.js';

interface LedgerParts {
  readonly handling: CommandHandling;
  readonly directory: MerchantDirectory;
  readonly setup: MerchantSetup;
  readonly moneyTerms: MoneyTerms;
  readonly reader: Reader;
  readonly past: PastLog;
}

export function correctionsFeature(ledger: LedgerParts): ServerFeature {
  const rules = new MerchantCorrectionRules(ledger.handling, ledger.setup, Date.now);
  const corrections = new Corrections({ ...ledger, rules, closedThrough: closedThroughIn(ledger.handling), nowMs: Date.now });
  const queries = new CorrectionQueries(ledger.reader, () => instant(Date.now()), ledger.past);
  return {
    name: 'Corrections',
    controllers: [CorrectionsController, CorrectionRulesController],
    handlers: [
      commandHandler(OnCorrections, ({ doing, context }) => carryOut(corrections, doing, context)),
      commandHandler(OnCorrectionRules, ({ merchantId, rules: given, context }) => rules.set(merchantId, given, context)),
      queryHandler(AskCorrectionPreview, ({ asked }) => corrections.preview(asked)),
      queryHandler(AskCorrectionRules, ({ merchantId }) => rules.of(merchantId)),
      answering(AskCorrections, queries),
    ],
  };
}

function carryOut(corrections: Corrections, doing: CorrectionDoing, context: CommandContext): Promise<Outcome> {
  switch (doing.type) {
    case 'propose':
      return corrections.propose(doing.asked, doing.digest, context);
    case 'approve':
      return corrections.approve(doing.correctionId, doing.digest, context);
    case 'reject':
      return corrections.reject(doing.correctionId, doing.reason, context);
    case 'withdraw':
      return corrections.withdraw(doing.correctionId, doing.reason, context);
  }
}
