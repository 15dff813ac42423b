import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Answer, RowsRequest } from '#channels';
import { instant, type Instant } from '#kernel';
import { actorOf } from '../http/access.js';
import { Problem } from '../http/problem.js';

export const now = (): Instant => instant(Date.now());

/** The body to the byte. */
export const bytesOf = ({ body }: FastifyRequest): Buffer => (Buffer.isBuffer(body) ? body : Buffer.alloc(0));

export const rowsOf = (request: FastifyRequest): RowsRequest => ({
  rawBody: bytesOf(request),
  now: now(),
  ingestActor: actorOf(request.caller),
});

/** @throws Problem where nothing was taken */
export function accepted<T>(answer: Answer<T>, reply: FastifyReply): T {
  if ('refusal' in answer) throw Problem.ofRefusal(answer.refusal);
  void reply.status(answer.status);
  return answer.body;
}
