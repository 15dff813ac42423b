import type { FastifyReply } from 'fastify';
import type { Answer, StreamRow } from '#projections';
import { etagOf } from './command-call.js';
import { found } from './queries.js';
import { INTEGER, MOMENT, STRING, type Schema } from './schemas.js';

/** What each row of a stream says beside its standing. */
export const STREAM_ROW: { readonly [K in keyof StreamRow]: Schema } = {
  revision: INTEGER,
  position: STRING,
  updatedAt: MOMENT,
};

/** One thing with the ETag of its stream, as far as the read model knows. @throws Problem where there is none */
export function oneOfStream<Row extends StreamRow>(answer: Answer<Row | undefined>, reply: FastifyReply): Answer<Row> {
  const one = found<Row, typeof answer>(answer);
  void reply.header('ETag', etagOf(one.data.revision));
  return one;
}
