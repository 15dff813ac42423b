import { answering } from '../features/asked.js';
import type { ServerFeature } from '../features/feature-module.js';
import type { Ledger } from '../ledger.js';
import { EvidenceDesk } from './evidence-desk.js';
import { AskEvidence, AskTracer } from './explain.bus.js';
import { ExplainController } from './explain.controller.js';
import { Tracer } from './tracer.js';

export const explainFeature = (ledger: Ledger): ServerFeature => {
  const tracer = new Tracer(ledger);
  return {
    name: 'Explain',
    controllers: [ExplainController],
    handlers: [answering(AskTracer, tracer), answering(AskEvidence, new EvidenceDesk({ ...ledger, tracer }))],
  };
};
