import type { AuditQueries } from '#audit';
import { Asked, type QuestionTo } from '../features/asked.js';

export class AskAudit<Q extends QuestionTo<AuditQueries>> extends Asked<AuditQueries, Q> {}
