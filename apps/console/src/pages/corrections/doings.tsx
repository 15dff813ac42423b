import { useState, type ReactElement } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useCommand, type FreshPath } from '../../api/commands';
import { useMay, useSession } from '../../app/session';
import { useWords } from '../../i18n/language';
import { AskModal } from '../../parts/ask-modal';
import type { Details } from './answers';
import { Approve } from './approve';
import { CORRECTIONS } from './words';

export const SHOWS: readonly FreshPath[] = ['/v1/corrections', '/v1/corrections/{id}'];
/** Read from the log itself, which has the event once the command is answered. */
const HISTORY = '/v1/corrections/{id}/events';

type Asked = 'approve' | 'reject' | 'withdraw';

/** Who proposed it withdraws it; who did not approves or rejects it. The ledger refuses anything else all the same. */
function useOffered({ status, by, approvals }: Details): readonly Asked[] {
  const may = useMay();
  const { actor } = useSession();
  if (status !== 'proposed') return [];
  if (by === actor) return may('instruct') ? ['withdraw'] : [];
  if (!may('approve')) return [];
  return approvals.some((one) => one.by === actor) ? ['reject'] : ['approve', 'reject'];
}

export function Doings({ details }: { readonly details: Details }): ReactElement {
  const t = useWords(CORRECTIONS);
  const { actor } = useSession();
  const [asked, setAsked] = useState<Asked | undefined>();
  const { approve, endBy } = useDecisions(details);
  const close = (): void => setAsked(undefined);
  const { digest, status, by } = details;
  return (
    <div className="corrections-do">
      {useOffered(details).map((one) => (
        <Button key={one} {...(one === 'approve' && { type: 'primary' as const })} onClick={() => setAsked(one)}>
          {t[one]}
        </Button>
      ))}
      {status === 'proposed' && by === actor && <span className="quiet">{t.own}</span>}
      {asked === 'approve' && <Approve digest={digest} send={approve} onClose={close} />}
      {(asked === 'reject' || asked === 'withdraw') && (
        <AskModal
          title={t[asked]}
          says={t[`${asked}Says`]}
          text={t.reason}
          missing={t.reasonMissing}
          send={(reason) => endBy(asked, reason)}
          onClose={close}
        />
      )}
    </div>
  );
}

interface Decisions {
  readonly approve: () => Promise<void>;
  readonly endBy: (ending: 'reject' | 'withdraw', reason: string) => Promise<void>;
}

function useDecisions({ correctionId, digest }: Details): Decisions {
  const t = useWords(CORRECTIONS);
  const { message } = App.useApp();
  const queries = useQueryClient();
  const approval = useCommand('/v1/corrections/{id}/approve', { shows: SHOWS });
  const endings = {
    reject: useCommand('/v1/corrections/{id}/reject', { shows: SHOWS }),
    withdraw: useCommand('/v1/corrections/{id}/withdraw', { shows: SHOWS }),
  };
  const path = { id: correctionId };
  const done = async (): Promise<void> => {
    await queries.invalidateQueries({ queryKey: [HISTORY] });
    void message.success(t.sent);
  };
  return {
    approve: async () => {
      await approval.mutateAsync({ path, body: { digest } });
      await done();
    },
    endBy: async (ending, reason) => {
      await endings[ending].mutateAsync({ path, body: { reason } });
      await done();
    },
  };
}
