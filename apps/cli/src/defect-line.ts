import { DEFECTS, type Defect } from '#audit';

/** A defect in one line: its class, where it is, what was found, what the class means. */
export function defectLine({ kind, position, through, says }: Defect): string {
  const where =
    position === undefined ? '' : ` ${position}${through === undefined || through === position ? '' : `–${through}`}`;
  return `${kind}${where}: ${says} (${DEFECTS[kind]})`;
}
