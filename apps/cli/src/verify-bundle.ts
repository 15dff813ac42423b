import { readFile } from 'node:fs/promises';
import type { GivenNote } from '#audit';
import { verifyPack, type Explanation } from '#provenance';
import { ledgerCodec } from '../../projector/src/features.js';
import { UsageError, type CommandContext } from './command.js';

interface BundleAsked {
  readonly bundle: string;
  readonly keys: readonly string[] | undefined;
  readonly given: readonly GivenNote[];
}

/** Verifies an evidence pack without server or network, prints every defect, and answers 0 where there is none. */
export async function verifyBundle({ bundle, given, keys }: BundleAsked, print: CommandContext['print']): Promise<number> {
  const archive = await readFile(bundle).catch((error: unknown) => {
    throw new UsageError(`${bundle} can not be read: ${error instanceof Error ? error.message : String(error)}`);
  });
  const { defects, explanation, notes } = verifyPack(archive, { codec: ledgerCodec(), keys, checkpoints: given });
  for (const note of notes) print(note);
  if (explanation) for (const line of linesOf(explanation)) print(line);
  for (const defect of defects) print(`bundle: ${defect}`);
  print(defects.length === 0 ? 'verified: nothing is wrong' : `NOT VERIFIED: ${String(defects.length)} defects`);
  return defects.length === 0 ? 0 : 1;
}

function linesOf({ events, known, numbers, position, question }: Explanation): string[] {
  const { of } = question;
  const asked = Object.entries(question).flatMap(([name, value]) =>
    name === 'of' ? [] : [`${name} ${JSON.stringify(value)}`],
  );
  return [
    `${of}: ${asked.join(', ')}, known at ${known ?? position}, ${String(events.length)} events`,
    ...numbers.map(({ amount, name, stands }) => {
      return `  ${name} ${String(amount)}${stands === null ? '' : `, the read model ${String(stands)}`}`;
    }),
  ];
}
