import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { idempotencyKeyOf, idempotencyScopeOf } from '../http/command-call.js';
import { EDGE_ERRORS } from '../http/errors.js';
import { PROBLEM_TYPE, Problem } from '../http/problem.js';
import { IdempotencyKeys, type KeyUse, type StoredAnswer } from './postgres-idempotency-keys.js';

export const REPLAYED = 'Idempotency-Replayed';
const JSON_TYPE = 'application/json; charset=utf-8';

/**
 * The same key and body get the same answer, however often; another body under the key is refused. A request that comes
 * while its twin is under way waits for it. `required` routes take no command without a key.
 */
@Injectable()
export class Idempotency implements NestInterceptor {
  private readonly underWay = new Map<string, Promise<unknown>>();

  constructor(private readonly keys: IdempotencyKeys) {}

  intercept(host: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const key = idempotencyKeyOf(request);
    if (key === undefined) {
      if (request.routeOptions.config.idempotencyKey === 'required') throw Problem.of('IDEMPOTENCY_KEY_MISSING');
      return next.handle();
    }
    const use = { scope: idempotencyScopeOf(request), key, fingerprint: this.keys.fingerprintOf(request.body) };
    return from(this.inTurn(use, () => this.answer(use, http.getResponse<FastifyReply>(), next)));
  }

  private async inTurn(use: KeyUse, run: () => Promise<unknown>): Promise<unknown> {
    const turn = `${use.scope} ${use.key}`;
    for (let before = this.underWay.get(turn); before; before = this.underWay.get(turn)) {
      await before.catch(() => undefined);
    }
    const running = run().finally(() => this.underWay.delete(turn));
    this.underWay.set(turn, running);
    return running;
  }

  private async answer(use: KeyUse, reply: FastifyReply, next: CallHandler): Promise<unknown> {
    const claim = await this.keys.claim(use);
    switch (claim.type) {
      case 'other_body':
        throw Problem.of('IDEMPOTENCY_KEY_REUSED');
      case 'answered':
        return replay(claim.answer, reply);
      case 'open':
        return this.carryOut(use, reply, next);
    }
  }

  private async carryOut(use: KeyUse, reply: FastifyReply, next: CallHandler): Promise<unknown> {
    try {
      const value: unknown = await lastValueFrom(next.handle());
      const etag = reply.getHeader('etag');
      const answer = { status: reply.statusCode, mediaType: JSON_TYPE, etag: typeof etag === 'string' ? etag : null };
      const body = JSON.stringify(value);
      await this.keys.settle(use, { ...answer, body });
      void reply.type(JSON_TYPE);
      return body;
    } catch (error) {
      if (error instanceof Problem) await this.settleRefusal(use, error, reply.request.id);
      throw error;
    }
  }

  /** A refusal on the merits is the answer from now on. One at the edge decided nothing, so the key stays free. */
  private async settleRefusal(use: KeyUse, problem: Problem, request: string): Promise<void> {
    if (problem.status >= 500 || problem.code === 'STREAM_CHANGED') return;
    if (problem.code in EDGE_ERRORS) {
      await this.keys.release(use);
      return;
    }
    const body = JSON.stringify(problem.document(request));
    await this.keys.settle(use, { status: problem.status, mediaType: PROBLEM_TYPE, etag: null, body });
  }
}

function replay({ status, mediaType, etag, body }: StoredAnswer, reply: FastifyReply): Buffer {
  void reply.status(status).type(mediaType).header(REPLAYED, 'true');
  if (etag !== null) void reply.header('ETag', etag);
  return Buffer.from(body);
}
