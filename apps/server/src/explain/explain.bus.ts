import { Asked, type QuestionTo } from '../features/asked.js';
import type { EvidenceDesk } from './evidence-desk.js';
import type { Tracer } from './tracer.js';

export class AskTracer<Q extends QuestionTo<Tracer>> extends Asked<Tracer, Q> {}
export class AskEvidence<Q extends QuestionTo<EvidenceDesk>> extends Asked<EvidenceDesk, Q> {}
