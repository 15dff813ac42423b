import { instant } from '#kernel';
import { KNOWN_FORMATS, isSummary } from './formats/known.js';
import { mapped } from './formats/mapped.js';
import { faultsOfMapping, type ColumnMapping } from './mapping.js';
import { openContainer, type Container, type Part } from './reading/container.js';
import type { Claim, Format, Preview } from './reading/format.js';
import { inspect } from './reading/inspection.js';
import { LIMITS, type Limits } from './reading/limits.js';
import { OpenParts, UnknownPart, type OpenPart } from './reading/open-parts.js';
import { KnownPart } from './reading/known-part.js';
import { Refused } from './reading/refused.js';
import type { OpenStatement, Result, StatementRefusal, StatementSource } from './row.js';

/**
 * Opens a file of any known format, found by what is in it, or by one of the mappings. It is read twice, to see that all of it is sound
 * before the first row goes anywhere, and never held in memory. What stays open is to be closed.
 */
export async function openStatement(
  source: StatementSource,
  mappings: readonly ColumnMapping[],
  limits: Limits = LIMITS,
): Promise<Result<OpenStatement, StatementRefusal>> {
  let container: Container | undefined;
  try {
    const formats = [...KNOWN_FORMATS, ...mappings.map(checked)];
    container = await openContainer(source, limits);
    return { ok: true, value: await openAll(source, container, { formats, limits }) };
  } catch (error) {
    await container?.close();
    if (error instanceof Refused) return { ok: false, refusal: error.refusal };
    throw error;
  }
}

interface Ways {
  readonly formats: readonly Format[];
  readonly limits: Limits;
}

function checked(mapping: ColumnMapping): Format {
  const faults = faultsOfMapping(mapping);
  if (faults.length > 0) throw new Refused('MAPPING_INVALID', `A mapping is not as it should be: ${faults.join(', ')}`);
  return mapped(mapping);
}

async function openAll(source: StatementSource, container: Container, ways: Ways): Promise<OpenStatement> {
  const parts: OpenPart[] = [];
  for (const part of container.parts) {
    const opened = await openPart(part, { outerName: source.name, modifiedAtMs: container.modifiedAtMs }, ways);
    if (opened) parts.push(opened);
  }
  return new OpenParts(parts, () => container.close());
}

/** Undefined where it is a summary of its neighbour. */
async function openPart(
  part: Part,
  { outerName, modifiedAtMs }: { readonly outerName: string; readonly modifiedAtMs: number },
  { formats, limits }: Ways,
): Promise<OpenPart | undefined> {
  const { encoding, digest, lines } = await inspect(part, limits);
  const preview: Preview = { name: part.name, outerName, modifiedAt: instant(Math.floor(modifiedAtMs)), lines };
  const claim = strongest(formats.flatMap((format) => format(preview) ?? []));
  if (!claim) return isSummary(preview) ? undefined : new UnknownPart(part.name, digest);
  return KnownPart.open(part, () => claim.begin(), { encoding, lineBytes: limits.lineBytes });
}

const strongest = (claims: readonly Claim[]): Claim | undefined =>
  claims.toSorted((a, b) => b.share - a.share || b.weight - a.weight)[0];
