import type { TimesQuery } from '../http/queries.js';
import { Problem } from '../http/problem.js';

interface Span extends Pick<TimesQuery, 'effective'> {
  readonly from: string;
  readonly to: string;
}

/** @throws Problem where days end before they begin */
export function assertSpan({ from, to, effective }: Span): void {
  const [field, last] = effective !== undefined && effective < to ? ['effective', effective] : ['to', to];
  if (from > last) throw Problem.of('REQUEST_INVALID', { errors: [{ field, says: 'must not be before from' }] });
}
