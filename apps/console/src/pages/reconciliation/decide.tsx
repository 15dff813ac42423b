import { useState, type ReactElement } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useCommand } from '../../api/commands';
import { useMay } from '../../app/session';
import { useWords } from '../../i18n/language';
import { AskModal } from '../../parts/ask-modal';
import type { CaseDetails } from './answers';
import { SHOWS } from './compare';
import { RECONCILIATION } from './words';

/** Read from the log itself, which has the event once the command is answered. */
const HISTORY = '/v1/match-cases/{id}/events';

type Decision = 'confirm' | 'reject' | 'resolve';

/** What is offered in each state; the ledger refuses the rest. */
const OFFERED: Readonly<Partial<Record<CaseDetails['status'], readonly Decision[]>>> = {
  proposed: ['confirm', 'reject'],
  difference: ['resolve'],
};

/** Confirm, reject, resolve: each with a reason, for who may. */
export function Decide({ details: { caseId, status } }: { readonly details: CaseDetails }): ReactElement | null {
  const t = useWords(RECONCILIATION);
  const may = useMay();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [asked, setAsked] = useState<Decision | undefined>();
  const commands = {
    confirm: useCommand('/v1/match-cases/{id}/confirm', { shows: SHOWS }),
    reject: useCommand('/v1/match-cases/{id}/reject', { shows: SHOWS }),
    resolve: useCommand('/v1/match-cases/{id}/resolve', { shows: SHOWS }),
  };
  if (!may('instruct')) return null;
  const send = async (decision: Decision, reason: string): Promise<void> => {
    await commands[decision].mutateAsync({ path: { id: caseId }, body: { reason } });
    await queries.invalidateQueries({ queryKey: [HISTORY] });
    void message.success(t.sent);
  };
  return (
    <>
      {(OFFERED[status] ?? []).map((decision) => (
        <Button key={decision} onClick={() => setAsked(decision)}>
          {t[decision]}
        </Button>
      ))}
      {asked && (
        <AskModal
          title={t[asked]}
          says={t[`${asked}Says`]}
          text={t.reason}
          missing={t.reasonMissing}
          send={(reason) => send(asked, reason)}
          onClose={() => setAsked(undefined)}
        />
      )}
    </>
  );
}
