import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';

/** A JSON schema as OpenAPI 3.1 has it. */
export type Schema = Readonly<Record<string, unknown>>;

export const STRING: Schema = { type: 'string' };
export const INTEGER: Schema = { type: 'integer' };
export const BOOLEAN: Schema = { type: 'boolean' };
export const MOMENT: Schema = { type: 'string', format: 'date-time' };
export const DAY: Schema = { type: 'string', format: 'date' };
/** Positive is debit where it is a balance. */
export const FEN_SCHEMA: Schema = { type: 'integer', description: '分' };

export const orNull = ({ type, enum: words, ...schema }: Schema): Schema => ({
  ...schema,
  type: [type, 'null'],
  ...(words !== undefined && { enum: [...(words as readonly string[]), null] }),
});
export const listOf = (items: Schema): Schema => ({ type: 'array', items });
export const word = (values: readonly string[]): Schema => ({ type: 'string', enum: [...values] });

/** Every word of a union: the compiler misses the one that is left out. */
export const wordsOf = <T extends string>(all: Readonly<Record<T, true>>): readonly string[] => Object.keys(all);

/** An object with just these fields, all there. The compiler sees to it that they are those of the row. */
export const record = <Row>(
  fields: { readonly [K in keyof Required<Row>]: Schema },
  optional: readonly (keyof Row)[] = [],
): Schema => ({
  type: 'object',
  properties: fields,
  required: Object.keys(fields).filter((name) => !optional.includes(name as keyof Row)),
  additionalProperties: false,
});

/** What every query answers: data, and the position of the log that it reflects. */
export const answerOf = (data: Schema): Schema => record<{ position: string; data: unknown }>({ position: STRING, data });

/** An answer, a part of which goes on in the next page. */
export const pagedAnswerOf = (data: Schema): Schema =>
  record<{ position: string; data: unknown; next?: string }>(
    {
      position: STRING,
      data,
      next: { type: 'string', description: 'pass as cursor for the next page; absent on the last' },
    },
    ['next'],
  );

export const pageOf = (row: Schema): Schema => pagedAnswerOf(listOf(row));

export const COMMAND_ANSWER: Schema = record({
  stream: STRING,
  revision: INTEGER,
  position: { type: 'string', description: 'pass as minPosition to see the effect in a read model' },
  events: { type: 'array', items: STRING, description: 'types of the events added; empty where all was known already' },
});

export const withField = (schema: Schema, name: string, field: Schema): Schema => ({
  ...schema,
  properties: { ...(schema['properties'] as Schema), [name]: field },
  required: [...(schema['required'] as string[]), name],
});

/** Says what a route does and what it answers when all is well. */
export const Answers = (summary: string, schema: Schema, status = 200, mediaType = 'application/json'): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary }),
    ApiResponse({ status, description: 'ok', content: { [mediaType]: { schema: { ...schema } } } }),
  );
