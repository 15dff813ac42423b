import type { AuditQueries } from '#audit';
import { answering } from '../features/asked.js';
import type { ServerFeature } from '../features/feature-module.js';
import { AskAudit } from './audit.bus.js';
import { AuditController } from './audit.controller.js';

export const auditFeature = (queries: AuditQueries): ServerFeature => ({
  name: 'Audit',
  controllers: [AuditController],
  handlers: [answering(AskAudit, queries)],
});
