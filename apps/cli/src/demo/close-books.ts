import { join } from 'node:path';
import { closeMonth } from './closing.js';
import { correct } from './correcting.js';
import { exportJournal } from './exporting.js';
import type { Ledger } from './ledger.js';
import { officeOf, type Office } from './office.js';
import { classLines, clearedLines } from './printing-cases.js';
import { polled } from './projections.js';
import { reconcile, type Reconciled } from './reconciling.js';
import type { StatementPlace } from './statements.js';
import type { Story } from './story/story.js';
import type { Views } from './views.js';

interface Books {
  readonly ledger: Ledger;
  readonly views: Views;
  readonly story: Story;
  readonly statements: StatementPlace;
}

/** The office's work once statements are there: it compares, corrects, closes the month and exports the journal. */
export async function closeBooks(
  { ledger, views, story, statements }: Books,
  print: (line: string) => void,
): Promise<{ readonly position: string; readonly reconciled: Reconciled; readonly office: Office | undefined }> {
  const { merchantId } = story.cast;
  let known: Promise<Office> | undefined;
  /** Keys are issued where somebody has something to do: told again, nobody has. */
  const office = (): Promise<Office> => (known ??= officeOf(ledger, merchantId));
  const reconciled = await reconcile(ledger, views, story);
  const said = (lines: readonly string[]): void => ['', ...lines].forEach(print);
  said(clearedLines(reconciled.cases));
  said(classLines(reconciled.found));
  const { planted, untold } = story.statements;
  said([`planted: ${String(planted.length)}; ${verdictOn(reconciled)}`, ...reconciled.wrong.map((wrong) => `  ${wrong}`)]);
  const surplus = reconciled.found.find(({ class: of, of: { status } }) => of === 'surplus' && status === 'difference');
  if (surplus)
    said([...(await correct(await office(), untold, surplus)), await mended(ledger, views, story, surplus.of.caseId)]);
  const { lines, position } = await closeMonth(ledger, office, story);
  said([...lines, ...(await exportJournal(ledger, join(statements.folder, merchantId, 'exports'), position))]);
  return { position, reconciled, office: await known };
}

const verdictOn = ({ wrong }: Reconciled): string =>
  wrong.length === 0 ? 'all of it found and classified, and nothing else' : 'not all is as it was planted:';

/** The case, once what was recorded has come in. */
const mended = (ledger: Ledger, views: Views, story: Story, caseId: string): Promise<string> =>
  polled(`case ${caseId} is not resolved`, async () => {
    const { position } = await reconcile(ledger, views, story);
    const { status } = await views.caseDetails(caseId, position);
    return status === 'difference' ? undefined : `  case ${caseId} is ${status}`;
  });
