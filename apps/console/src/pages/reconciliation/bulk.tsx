import { useState, type ReactElement } from 'react';
import { Button } from 'antd';
import { useCommands } from '../../api/commands';
import { useWords } from '../../i18n/language';
import { BulkBar } from '../../parts/bulk-bar';
import { BulkModal, type SendEach } from '../../parts/bulk-modal';
import type { Chosen } from '../../parts/chosen';
import type { Case } from './answers';
import { SHOWS } from './compare';
import { RECONCILIATION } from './words';

type Doing = 'confirm' | 'reject';

const DOINGS: readonly Doing[] = ['confirm', 'reject'];

/** Confirms or rejects many proposed matches: a command for each, with one reason for all. */
export function Bulk({ chosen }: { readonly chosen: Chosen<Case> }): ReactElement {
  const t = useWords(RECONCILIATION);
  const [asked, setAsked] = useState<Doing>();
  const commands = {
    confirm: useCommands('/v1/match-cases/{id}/confirm', { shows: SHOWS }),
    reject: useCommands('/v1/match-cases/{id}/reject', { shows: SHOWS }),
  };
  const send =
    (doing: Doing): SendEach<Case> =>
    (rows, reason, ...told) =>
      commands[doing](
        rows.map(({ caseId }) => ({ path: { id: caseId }, body: { reason } })),
        ...told,
      );
  return (
    <BulkBar chosen={chosen}>
      {DOINGS.map((doing) => (
        <Button key={doing} size="small" disabled={chosen.rows.length === 0} onClick={() => setAsked(doing)}>
          {t[doing]}
        </Button>
      ))}
      {asked && (
        <BulkModal
          title={t[asked]}
          says={t[`${asked}Each`]}
          text={t.reason}
          missing={t.reasonMissing}
          rows={chosen.rows}
          nameOf={chosen.nameOf}
          send={send(asked)}
          onClose={() => setAsked(undefined)}
        />
      )}
    </BulkBar>
  );
}
