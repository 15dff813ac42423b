import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { ForeignPosition } from '#event-log';
import { isOutage } from '#postgres';
import { InvalidCursor, ProjectionBehind, RebuildRefused } from '#projections';
import type { AllowedMethods } from './allowed-methods.js';
import type { EdgeCode } from './errors.js';
import { PROBLEM_TYPE, Problem } from './problem.js';

/** What Fastify refuses before anything of ours runs, by its error code. */
const FASTIFY_CODES: Readonly<Record<string, EdgeCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'BODY_TOO_LARGE',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'MEDIA_TYPE_UNSUPPORTED',
  FST_ERR_CTP_EMPTY_TYPE: 'MEDIA_TYPE_UNSUPPORTED',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'BODY_EMPTY',
  FST_ERR_CTP_INVALID_JSON_BODY: 'JSON_MALFORMED',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'REQUEST_INVALID',
  FST_ERR_BAD_URL: 'URL_INVALID',
  FST_ERR_MAX_PARAM_LENGTH: 'URL_TOO_LONG',
};

/** The same, where the framework has put an exception of its own around it. */
const STATUS_CODES: Readonly<Record<number, EdgeCode>> = {
  404: 'ROUTE_UNKNOWN',
  413: 'BODY_TOO_LARGE',
  414: 'URL_TOO_LONG',
  415: 'MEDIA_TYPE_UNSUPPORTED',
  503: 'CLOSING',
};

const TRY_AGAIN: readonly number[] = [429, 503];
const RETRY_AFTER_S = 1;

/** Every error becomes an RFC 9457 document. What is our fault is logged with its stack and answered without it. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly log: Logger,
    private readonly allowed: Pick<AllowedMethods, 'of'>,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.send(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  send(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const problem = this.orMethodUnknown(problemOf(error), request, reply);
    if (problem.code === 'FAULT') this.log.error({ request: request.id, err: error }, 'fault');
    else if (problem.status >= 500) this.log.warn({ request: request.id, code: problem.code, err: error }, 'outage');
    if (reply.sent) return;
    if (problem.status === 401) void reply.header('WWW-Authenticate', 'Bearer');
    if (TRY_AGAIN.includes(problem.status))
      void reply.header('Retry-After', String(problem.extras.retryAfterS ?? RETRY_AFTER_S));
    void reply.status(problem.status).type(PROBLEM_TYPE).serializer(JSON.stringify).send(problem.document(request.id));
  }

  /** An address that is there, asked in a way that it does not know. */
  private orMethodUnknown(problem: Problem, { method, url }: FastifyRequest, reply: FastifyReply): Problem {
    const methods = problem.code === 'ROUTE_UNKNOWN' ? this.allowed.of(url) : [];
    if (methods.length === 0 || methods.includes(method)) return problem;
    void reply.header('Allow', methods.join(', '));
    return Problem.of('METHOD_NOT_ALLOWED');
  }
}

export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof ProjectionBehind || error instanceof InvalidCursor || error instanceof RebuildRefused)
    return Problem.of(error.code);
  if (error instanceof ForeignPosition) return Problem.of('REQUEST_INVALID');
  if (isOutage(error)) return Problem.of('OUTAGE');
  const code = (error as { code?: unknown } | null | undefined)?.code;
  const known = typeof code === 'string' ? FASTIFY_CODES[code] : undefined;
  if (known) return Problem.of(known);
  const status = statusOf(error);
  return Problem.of(STATUS_CODES[status] ?? (status >= 400 && status < 500 ? 'REQUEST_INVALID' : 'FAULT'));
}

function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const status = (error as { statusCode?: unknown } | null | undefined)?.statusCode;
  return typeof status === 'number' ? status : 500;
}
