import type { ReactElement } from 'react';
import { useCommands } from '../../api/commands';
import { useWords } from '../../i18n/language';
import { BulkBar } from '../../parts/bulk-bar';
import type { Chosen } from '../../parts/chosen';
import type { SendEach } from '../../parts/sending-each';
import type { Case } from './answers';
import { SHOWS } from './compare';
import { RECONCILIATION } from './words';

const DOINGS = ['confirm', 'reject'] as const;
type Doing = (typeof DOINGS)[number];

/** Confirms or rejects many proposed matches: a command for each, with one reason for all. */
export function Bulk({ chosen }: { readonly chosen: Chosen<Case> }): ReactElement {
  const t = useWords(RECONCILIATION);
  const commands = {
    confirm: useCommands('/v1/match-cases/{id}/confirm', { shows: SHOWS }),
    reject: useCommands('/v1/match-cases/{id}/reject', { shows: SHOWS }),
  };
  const sending =
    (doing: Doing): SendEach<Case> =>
    (rows, reason, ...told) =>
      commands[doing](
        rows.map(({ caseId: id }) => ({ path: { id }, body: { reason } })),
        ...told,
      );
  const doings = DOINGS.map((doing) => ({
    title: t[doing],
    says: t[`${doing}Each`],
    text: t.reason,
    missing: t.reasonMissing,
    send: sending(doing),
  }));
  return <BulkBar chosen={chosen} doings={doings} />;
}
