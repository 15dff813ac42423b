import { Transform } from 'class-transformer';
import { applyDecorators } from '@nestjs/common';
import { Field, OptionalCount, OptionalField, POSITION, text, wholeNumber, type FieldRule } from '../http/fields.js';

const PAGE_LIMIT = 1_000;

const count = (least: number, description: string, most = Number.MAX_SAFE_INTEGER): FieldRule => ({
  name: 'count',
  schema: { type: 'integer', minimum: least, maximum: most, description },
  says: `must be a whole number of at least ${String(least)}`,
  holds: (value) => Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most,
});

const asNumber = Transform(({ value }) => wholeNumber(value));
const STREAM = text(/^[A-Za-z0-9][A-Za-z0-9._@:-]{0,250}$/, 'must be the name of a stream', 'together with revision');

export class CheckpointsQuery {
  @OptionalField(count(0, 'size after which to begin'))
  @asNumber
  after?: number;
  @OptionalCount(PAGE_LIMIT, 'checkpoints at most; 100 unless said')
  limit?: number;
}

const LARGEST_ID = 2_147_483_647;

export class CertificatesQuery {
  @OptionalField(count(0, 'id after which to begin', LARGEST_ID))
  @asNumber
  after?: number;
  @OptionalCount(PAGE_LIMIT, 'certificates at most; 100 unless said')
  limit?: number;
}

export class CertificatePath {
  @Field(count(1, 'of the certificate', LARGEST_ID))
  @asNumber
  id!: number;
}

export class InclusionQuery {
  @OptionalField(POSITION)
  position?: string;
  @OptionalField(STREAM)
  stream?: string;
  @OptionalField(count(0, 'of the event in its stream'))
  @asNumber
  revision?: number;
}

const SizeField = (description: string): PropertyDecorator => applyDecorators(Field(count(1, description)), asNumber);

export class ConsistencyQuery {
  @SizeField('size of the older tree')
  from!: number;
  @SizeField('size of the newer tree')
  to!: number;
}

export class CheckpointPath {
  @SizeField('of the checkpoint')
  size!: number;
}
