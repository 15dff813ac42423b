import type { FastifyReply } from 'fastify';
import type { Reader } from '#projections';
import { Problem } from '../http/problem.js';
import type { ExportDesk } from './export-desk.js';
import type { FormatName, Source } from './export-formats.js';

export const JSON_UNLESS_SAID: FormatName = 'json';

interface Sending {
  readonly reply: FastifyReply;
  readonly format: FormatName;
  /** May have a period. */
  readonly asked: object;
}

/** Answers with an export. @throws Problem where its period ends before it begins */
export async function send<Row extends object>(
  desk: ExportDesk,
  { reply, format, asked }: Sending,
  open: (frozen: Reader) => Promise<Source<Row>>,
): Promise<void> {
  const { from, to } = asked as { readonly from?: string; readonly to?: string };
  if (from !== undefined && to !== undefined && from > to)
    throw Problem.of('REQUEST_INVALID', { errors: [{ field: 'to', says: 'must not be before from' }] });
  await desk.send(reply, format, open);
}
