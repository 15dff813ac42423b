import { verifierFrom, type Defect, type GivenNote } from '#audit';
import { verifyExport } from '#log-archive';
import { LogEvent, entriesOf } from '#projections';
import { ledgerCodec } from '../../../projector/src/features.js';
import { defectLine } from '../defect-line.js';

interface Given {
  readonly given: readonly GivenNote[];
  /** Public keys; undefined: those that the file names. */
  readonly keys: readonly string[] | undefined;
}

/** Verifies an export of a log without any server or database. Answers 0 where nothing is wrong. */
export async function verifyFile(path: string, { given, keys }: Given, print: (line: string) => void): Promise<number> {
  if (!keys) print('No --key: signatures are held against the keys that the file itself names.');
  if (given.length === 0) print('No --checkpoint: whoever could change everything, the key included, is not found.');
  const codec = ledgerCodec();
  const found: Defect[] = [];
  const began = performance.now();
  const { events, signed } = await verifyExport(path, {
    verifiersOf: (named) => (keys ?? named).map(verifierFrom),
    given,
    entriesOf: (event) => entriesOf(new LogEvent(event, codec)),
    onDefect: (defect) => {
      found.push(defect);
      print(defectLine(defect));
    },
  });
  const seconds = (performance.now() - began) / 1_000;
  print(
    `${String(events)} events (${seconds.toFixed(1)} s, ${String(Math.round(events / seconds))}/s), ${String(signed)} of them signed.`,
  );
  print(found.length === 0 ? 'verified: nothing is wrong' : `NOT VERIFIED: ${String(found.length)} defects`);
  return found.length === 0 ? 0 : 1;
}
