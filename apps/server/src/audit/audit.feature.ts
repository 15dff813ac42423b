import { AccessLogQueries, type AuditQueries } from '#audit';
import type { Reader } from '#projections';
import { answering } from '../features/asked.js';
import type { ServerFeature } from '../features/feature-module.js';
import { AskAccessLog, AskAudit } from './audit.bus.js';
import { AccessLogController } from './access-log.controller.js';
import { AuditController } from './audit.controller.js';

export const auditFeature = ({ audit, reader }: { readonly audit: AuditQueries; readonly reader: Reader }): ServerFeature => ({
  name: 'Audit',
  controllers: [AuditController, AccessLogController],
  handlers: [answering(AskAudit, audit), answering(AskAccessLog, new AccessLogQueries(reader))],
});
