import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CertificateView, CheckpointView, ConsistencyView, EventAsked, InclusionView, NoProof } from '#audit';
import { Access } from '../http/access.js';
import { Problem } from '../http/problem.js';
import { Answers, INTEGER, MOMENT, STRING, listOf, orNull, record, type Schema } from '../http/schemas.js';
import { AskAudit } from './audit.bus.js';
import {
  CertificatePath,
  CertificatesQuery,
  CheckpointPath,
  CheckpointsQuery,
  ConsistencyQuery,
  InclusionQuery,
} from './audit.requests.js';

const BASE64: Schema = { type: 'string', contentEncoding: 'base64' };
const NOTE: Schema = { type: 'string', description: 'a signed note (C2SP): origin, size, root in base64, signatures' };
const TEXT = 'text/plain; charset=utf-8';
const BYTES = 'application/octet-stream';
const TIMESTAMP = 'application/timestamp-reply';
const DEFAULT_LIMIT = 100;
/** They say nothing of the books, and who polls them would make the log grow by asking. */
const HASHES_ALONE = { recorded: 'never' } as const;

const CHECKPOINTS = record<{ data: readonly CheckpointView[] }>({
  data: listOf(record<CheckpointView>({ size: INTEGER, position: STRING, signedAt: MOMENT, note: NOTE })),
});
const KEYS = record<{ data: readonly string[] }>({
  data: listOf({ type: 'string', description: '<name>+<id>+<base64>: an Ed25519 public key of signed notes, oldest first' }),
});
const CERTIFICATE: Schema = {
  type: 'string',
  description: 'a signed note (C2SP): a format line, then name: value; without signatures where its last line says why',
};
const CERTIFICATES = record<{ data: readonly CertificateView[] }>({
  data: listOf(
    record<CertificateView>({
      id: INTEGER,
      projection: STRING,
      kind: { type: 'string', enum: ['rebuild', 'roll-back'] },
      at: MOMENT,
      unsignedBecause: orNull(STRING),
    }),
  ),
});
const INCLUSION = record<InclusionView>({
  index: { type: 'integer', description: 'of the leaf, from 0' },
  size: { type: 'integer', description: 'of the tree that the checkpoint signed' },
  position: STRING,
  leaf: { ...BASE64, description: 'the bytes of the leaf: ten fields, each behind its length; see libs/audit' },
  proof: listOf(BASE64),
  checkpoint: NOTE,
});
const CONSISTENCY = record<ConsistencyView>({ from: INTEGER, to: INTEGER, proof: listOf(BASE64) });

/** What it takes to prove that the past was not rewritten, for those who may look back. Below this prefix it is a log of C2SP tlog-tiles. */
@ApiTags('audit')
@Controller('v1/audit')
export class AuditController {
  constructor(private readonly queries: QueryBus) {}

  @Get('checkpoint')
  @Access('history', HASHES_ALONE)
  @Answers('The newest checkpoint.', NOTE, 200, 'text/plain')
  async checkpoint(@Res() reply: FastifyReply): Promise<void> {
    const latest = await this.queries.execute(new AskAudit('latest'));
    if (!latest) throw Problem.of('NOT_FOUND');
    void reply.header('Cache-Control', 'no-cache').type(TEXT).send(latest.note);
  }

  @Get('checkpoints')
  @Access('history', HASHES_ALONE)
  @Answers('Checkpoints above a size, smallest first. Pass the last size as after for more.', CHECKPOINTS)
  async checkpoints(@Query() { after = 0, limit = DEFAULT_LIMIT }: CheckpointsQuery): Promise<{ data: CheckpointView[] }> {
    return { data: await this.queries.execute(new AskAudit('checkpoints', after, limit)) };
  }

  @Get('checkpoints/:size/timestamp')
  @Access('history', HASHES_ALONE)
  @Answers(
    'What a time-stamping authority answered of a checkpoint (RFC 3161).',
    { type: 'string', format: 'binary' },
    200,
    TIMESTAMP,
  )
  async timestamp(@Param() { size }: CheckpointPath, @Res() reply: FastifyReply): Promise<void> {
    const bytes = await this.queries.execute(new AskAudit('timestamp', size));
    if (!bytes) throw Problem.of('NOT_FOUND');
    void reply.header('Cache-Control', 'max-age=31536000, immutable').type(TIMESTAMP).send(bytes);
  }

  @Get('keys')
  @Access('history', HASHES_ALONE)
  @Answers('The public keys that checkpoints were signed with.', KEYS)
  async keys(): Promise<{ data: string[] }> {
    return { data: await this.queries.execute(new AskAudit('keys')) };
  }

  @Get('certificates')
  @Access('history')
  @Answers(
    'Read models that took the place of others, above an id, oldest first. Pass the last id as after for more.',
    CERTIFICATES,
  )
  async certificates(@Query() { after = 0, limit = DEFAULT_LIMIT }: CertificatesQuery): Promise<{ data: CertificateView[] }> {
    return { data: await this.queries.execute(new AskAudit('certificates', after, limit)) };
  }

  @Get('certificates/:id')
  @Access('history')
  @Answers('One certificate: what was compared and swapped, signed by the keys of the log.', CERTIFICATE, 200, 'text/plain')
  async certificate(@Param() { id }: CertificatePath, @Res() reply: FastifyReply): Promise<void> {
    const note = await this.queries.execute(new AskAudit('certificate', id));
    if (note === undefined) throw Problem.of('NOT_FOUND');
    void reply.header('Cache-Control', 'max-age=31536000, immutable').type(TEXT).send(note);
  }

  @Get('tile/*')
  @Access('history', HASHES_ALONE)
  @ApiParam({
    name: 'path',
    description: '<level>/<index>[.p/<width>], the index like x001/x234/067',
    schema: { type: 'string' },
  })
  @Answers('Hashes of the tree, 32 bytes each: 256 in a full tile.', { type: 'string', format: 'binary' }, 200, BYTES)
  async tile(@Req() { params }: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const bytes = await this.queries.execute(new AskAudit('tile', (params as { readonly '*': string })['*']));
    if (!bytes) throw Problem.of('NOT_FOUND');
    void reply.header('Cache-Control', 'max-age=31536000, immutable').type(BYTES).send(bytes);
  }

  @Get('proofs/inclusion')
  @Access('history')
  @Answers('That an event is in the newest checkpoint: by its position, or its stream and revision.', INCLUSION)
  async inclusion(@Query() query: InclusionQuery): Promise<InclusionView> {
    return proven(await this.queries.execute(new AskAudit('inclusion', eventOf(query))));
  }

  @Get('proofs/consistency')
  @Access('history', HASHES_ALONE)
  @Answers('That a tree begins with the tree of a smaller size, both as checkpoints gave them.', CONSISTENCY)
  async consistency(@Query() { from, to }: ConsistencyQuery): Promise<ConsistencyView> {
    if (from > to) throw invalid('to', 'must not be below from');
    return proven(await this.queries.execute(new AskAudit('consistency', from, to)));
  }
}

function eventOf({ position, stream, revision }: InclusionQuery): EventAsked {
  if (position !== undefined && stream === undefined && revision === undefined) return { position };
  if (position === undefined && stream !== undefined && revision !== undefined) return { stream, revision };
  throw invalid('position', 'must be given, or stream and revision');
}

const invalid = (field: string, says: string): Problem => Problem.of('REQUEST_INVALID', { errors: [{ field, says }] });

function proven<T extends object>(proof: T | NoProof): T {
  if (typeof proof === 'object') return proof;
  throw proof === 'NOT_FOUND' ? Problem.of('NOT_FOUND') : Problem.of('NOT_SEALED');
}
