import { Readable } from 'node:stream';
import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiHeader, ApiResponse } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { FILE_TYPE, LINES_TYPE } from '../http/bodies.js';
import { Problem } from '../http/problem.js';
import { Answers } from '../http/schemas.js';
import { IMPORT_ANSWER, IMPORT_LINE } from './statements.answers.js';

const NAME_HEADER = 'x-file-name';
const NAME_AT_MOST = 200;

/** As the sender calls it, without folders. @throws Problem */
export function fileNameOf({ headers }: FastifyRequest): string {
  const sent = headers[NAME_HEADER];
  const name = typeof sent === 'string' ? decoded(sent)?.split(/[/\\]/).at(-1)?.trim() : undefined;
  // eslint-disable-next-line no-control-regex -- these are what is refused
  if (name && name.length <= NAME_AT_MOST && name.isWellFormed() && !/[\u0000-\u001f\u007f]/.test(name)) return name;
  const says = `must be the file's name in percent-encoded UTF-8, at most ${String(NAME_AT_MOST)} characters`;
  throw Problem.of('REQUEST_INVALID', { errors: [{ field: 'X-File-Name', says }] });
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** The unread body. @throws Problem where there is none, or it announces more than is taken */
export function uploadOf({ body, headers }: FastifyRequest, limitBytes: number): Readable {
  if (!(body instanceof Readable)) throw Problem.of('BODY_EMPTY');
  if (Number(headers['content-length'] ?? 0) > limitBytes) throw Problem.of('BODY_TOO_LARGE');
  return body;
}

export const ImportDocs = (): MethodDecorator =>
  applyDecorators(
    Answers(
      'Imports a file of a statement, whatever its format: found by content. The same file again answers the first result; a refusal leaves no trace.',
      IMPORT_ANSWER,
    ),
    ApiResponse({
      status: 200,
      description: 'imported; as NDJSON where that is accepted: how far it is, then how it ended',
      content: { 'application/json': { schema: { ...IMPORT_ANSWER } }, [LINES_TYPE]: { schema: { ...IMPORT_LINE } } },
    }),
    ApiHeader({ name: 'X-File-Name', required: true, description: 'percent-encoded UTF-8', schema: { type: 'string' } }),
    ApiConsumes(FILE_TYPE),
    ApiBody({ schema: { type: 'string', format: 'binary' } }),
  );
