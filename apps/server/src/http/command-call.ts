import { randomUUID } from 'node:crypto';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { deterministicId, type CommandContext, type Outcome } from '#event-log';
import { actorOf } from './access.js';
import { Problem } from './problem.js';

/** What a command answers: where its effect stands. Pass `position` as `minPosition` to see it in a read model. */
export interface CommandAnswer {
  readonly stream: string;
  readonly revision: number;
  readonly position: string;
  /** Types of the events added; empty where everything was known already. */
  readonly events: readonly string[];
}

const KEY = /^[\x21-\x7e]{1,255}$/;
const REVISION = /^(?:W\/)?"(\d{1,15})"$/;

export const etagOf = (revision: number): string => `"${String(revision)}"`;

/** The Idempotency-Key, checked; undefined where none came. */
export function idempotencyKeyOf(request: FastifyRequest): string | undefined {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key !== 'string' || !KEY.test(key)) throw Problem.of('IDEMPOTENCY_KEY_INVALID');
  return key;
}

/** A key counts for one caller at one address. */
export const idempotencyScopeOf = (request: FastifyRequest): string =>
  [request.caller?.id ?? 'anonymous', request.method, request.url].join(' ');

/** One command on its way through HTTP: who commands, and how the outcome goes back. */
export class CommandCall {
  readonly context: CommandContext;

  constructor(
    request: FastifyRequest,
    private readonly reply: FastifyReply,
  ) {
    const expectedRevision = expectedRevisionOf(request);
    this.context = {
      commandId: commandIdOf(request),
      correlationId: request.id,
      actor: actorOf(request.caller),
      ...(expectedRevision !== undefined && { expectedRevision }),
    };
  }

  /** @throws Problem where the business says no */
  answer(outcome: Outcome): CommandAnswer {
    if (!outcome.ok) {
      const { rejection } = outcome;
      // Without If-Match nobody named a revision: too many writers met on one stream.
      if (rejection.code === 'STREAM_CHANGED' && this.context.expectedRevision === undefined) {
        throw Problem.of('OUTAGE', { detail: rejection.says });
      }
      throw Problem.ofRejection(rejection);
    }
    const { stream, revision, position, events } = outcome;
    void this.reply.header('ETag', etagOf(revision));
    return { stream, revision, position, events };
  }
}

/** The same key asks for the same thing under the same id, whatever became of the first try. */
function commandIdOf(request: FastifyRequest): string {
  const key = idempotencyKeyOf(request);
  return key === undefined ? randomUUID() : deterministicId('idempotency', idempotencyScopeOf(request), key);
}

function expectedRevisionOf(request: FastifyRequest): number | undefined {
  const header = request.headers['if-match'];
  if (header === undefined) return undefined;
  if (request.routeOptions.config.ifMatch === 'refused') {
    throw Problem.of('IF_MATCH_INVALID', { detail: 'This command writes several streams and takes no If-Match.' });
  }
  const revision = REVISION.exec(header)?.[1];
  if (revision === undefined) throw Problem.of('IF_MATCH_INVALID');
  return Number(revision);
}

/** The call, as a parameter of a controller's method. */
export const Call = createParamDecorator((_data: unknown, host: ExecutionContext) => {
  const http = host.switchToHttp();
  return new CommandCall(http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
});
