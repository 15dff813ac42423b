import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { NestFactory } from '@nestjs/core';
import type { DynamicModule, NestApplicationOptions } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { serveConsole } from '../console/console-files.js';
import type { Metrics } from '../operations/metrics.js';
import { recordReads, type NotesAccess } from '../audit/record-reads.js';
import { NestLog } from '../operations/nest-log.js';
import { AllowedMethods } from './allowed-methods.js';
import { authenticate, type Doors } from './authentication.js';
import { BODY_LIMIT_BYTES, takeBodies } from './bodies.js';
import type { ErrorEntry } from './errors.js';
import { openApiDocument, serveDocs } from './openapi.js';
import { ProblemFilter } from './problem.filter.js';
import { requestIdOf, traceRequests } from './request-ids.js';
import { refuseSecretsInUrls } from './secrets-in-urls.js';
import { answerUnreadable } from './unreadable-requests.js';
import { ValidationPipe } from './validation.pipe.js';

const PARAMETER_MAX_LENGTH = 256;
/** A request has to arrive within this; batches of a day stay far below. */
const REQUEST_TIMEOUT_MS = 300_000;

export interface HttpParts extends Doors {
  readonly module: DynamicModule;
  /** Folder of the built console. */
  readonly consoleFolder: string;
  readonly metrics: Metrics;
  readonly errors: ReadonlyMap<string, ErrorEntry>;
  readonly log: Logger;
  /** Where it is noted who was answered what. */
  readonly access: NotesAccess;
}

/** The API, ready to listen or to be injected into. Hooks go in order: id, address, key, body, then Nest. */
export async function createHttp(parts: HttpParts): Promise<NestFastifyApplication> {
  const { module, consoleFolder, metrics, errors, log } = parts;
  const allowed = new AllowedMethods();
  const filter = new ProblemFilter(log, allowed);
  const adapter = new FastifyAdapter({
    logger: false,
    bodyLimit: BODY_LIMIT_BYTES,
    genReqId: requestIdOf,
    requestTimeout: REQUEST_TIMEOUT_MS,
    routerOptions: { maxParamLength: PARAMETER_MAX_LENGTH },
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => filter.send(error, request, reply),
    clientErrorHandler: answerUnreadable,
    skipMiddie: true,
  });
  const fastify = adapter.getInstance();
  allowed.watch(fastify);
  takeBodies(fastify);
  traceRequests(fastify, log);
  metrics.watchHttp(fastify);
  refuseSecretsInUrls(fastify);
  authenticate(fastify, parts);
  recordReads(fastify, parts.access);
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest declares its options as a class without methods
  const options: NestApplicationOptions = { bodyParser: false, logger: new NestLog(log), abortOnError: false };
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, options);
  app.useGlobalPipes(new ValidationPipe());
  app.useGlobalFilters(filter);
  await serveConsole(fastify, consoleFolder);
  serveDocs(app, openApiDocument(app, errors));
  await app.init();
  await fastify.ready();
  return app;
}
