import type { AccessLogQueries, AuditQueries } from '#audit';
import { Asked, type QuestionTo } from '../features/asked.js';

export class AskAudit<Q extends QuestionTo<AuditQueries>> extends Asked<AuditQueries, Q> {}
export class AskAccessLog<Q extends QuestionTo<AccessLogQueries>> extends Asked<AccessLogQueries, Q> {}
