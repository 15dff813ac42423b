import { HttpCode, Post, UseInterceptors, applyDecorators } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { Access, type Need, type RouteOptions } from '../http/access.js';
import { Answers, COMMAND_ANSWER, type Schema } from '../http/schemas.js';
import { Idempotency } from './idempotency.interceptor.js';

export interface CommandRouteOptions extends RouteOptions {
  /** Where it answers more than every command does. */
  readonly answer?: Schema;
}

const IF_MATCH = ApiHeader({
  name: 'If-Match',
  required: false,
  description: 'ETag of the stream as last seen',
  schema: { type: 'string' },
});

/** A route that carries out a command: what it needs, what it answers, once per Idempotency-Key. */
export const CommandRoute = (
  path: string,
  summary: string,
  needs: Need,
  { answer, ...options }: CommandRouteOptions = {},
): MethodDecorator =>
  applyDecorators(
    Post(path),
    HttpCode(200),
    Access(needs, options),
    Answers(summary, answer ?? COMMAND_ANSWER),
    ApiHeader({
      name: 'Idempotency-Key',
      required: options.idempotencyKey === 'required',
      description: 'the same key and body get the same answer',
      schema: { type: 'string', minLength: 1, maxLength: 255 },
    }),
    ...(options.ifMatch === 'refused' ? [] : [IF_MATCH]),
    UseInterceptors(Idempotency),
  );
