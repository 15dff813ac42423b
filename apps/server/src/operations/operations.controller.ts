import { Controller, Get, Header, HttpCode, Res } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Access } from '../http/access.js';
import { Answers, STRING, record } from '../http/schemas.js';
import { Metrics } from './metrics.js';
import { Readiness, type ReadinessReport } from './readiness.js';

const CHECK = { type: 'string', description: 'ok, or what is wrong' };
const REPORT = record<ReadinessReport>({ status: STRING, checks: { type: 'object', additionalProperties: CHECK } });

@ApiTags('operations')
@Controller()
export class OperationsController {
  constructor(
    private readonly metrics: Metrics,
    private readonly readiness: Readiness,
  ) {}

  @Get('health/live')
  @Access('nothing')
  @Answers('The process runs.', record<{ status: string }>({ status: STRING }))
  live(): { status: string } {
    return { status: 'ok' };
  }

  @Get('health/ready')
  @HttpCode(200)
  @Access('nothing')
  @Answers('Whether requests may be sent here: 200, or 503 with what is wrong.', REPORT)
  @ApiResponse({ status: 503, description: 'not now', content: { 'application/json': { schema: { ...REPORT } } } })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<ReadinessReport> {
    const report = await this.readiness.report();
    if (report.status !== 'ok') void reply.status(503);
    return report;
  }

  @Get('metrics')
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  @Access('nothing')
  @Answers('Metrics for Prometheus.', STRING, 200, 'text/plain')
  metricsText(): Promise<string> {
    return this.metrics.registry.metrics();
  }
}
