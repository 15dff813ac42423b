import type { QueryBus } from '@nestjs/cqrs';
import type { CorrectionBrief } from '#corrections';
import type { Instant } from '#kernel';
import type { Answer, Freshness } from '#projections';
import { withField, type Schema } from '../http/schemas.js';
import { CORRECTION_BRIEFS } from './corrections.answers.js';
import { AskCorrections } from './corrections.bus.js';

/** With what was, or shall be, corrected about it. */
export type Corrected<Row> = Row & { readonly corrections: readonly CorrectionBrief[] };

export const corrected = (schema: Schema): Schema => withField(schema, 'corrections', CORRECTION_BRIEFS);

/** An answer about a stream as it stood, with the corrections that were known then. */
export async function withCorrectionsThen<Row>(
  queries: QueryBus,
  { position, data }: Answer<Row>,
  { clock, stream }: { readonly clock: Instant | undefined; readonly stream: string },
): Promise<Answer<Corrected<Row>>> {
  const corrections = await queries.execute(new AskCorrections('aboutThen', stream, { clock, known: position }));
  return { position, data: { ...data, corrections } };
}

/** An answer about a stream, with its corrections. */
export async function withCorrections<Row>(
  queries: QueryBus,
  { position, data }: Answer<Row>,
  { stream, minPosition }: Freshness & { readonly stream: string },
): Promise<Answer<Corrected<Row>>> {
  const corrections = await queries.execute(new AskCorrections('about', stream, { minPosition }));
  return { position, data: { ...data, corrections } };
}
