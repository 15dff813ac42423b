import { useState, type ReactElement } from 'react';
import { App, Button } from 'antd';
import { useCommand, type FreshPath } from '../../api/commands';
import { useMay } from '../../app/session';
import { filled, useWords } from '../../i18n/language';
import { AskModal } from '../../parts/ask-modal';
import type { MonthDetails } from './month-details';
import { REPORTS } from './words';

const SHOWS: readonly FreshPath[] = ['/v1/periods', '/v1/merchants/{id}/periods/{month}'];
const DIGEST_SHOWN = 16;

type Doing = 'proposeClose' | 'proposeReopen' | 'approve' | 'reject';

/** What is offered as a month stands; the ledger refuses the rest. */
function offered({ state, proposal }: MonthDetails): readonly Doing[] {
  if (proposal) return ['approve', 'reject'];
  return state === 'closed' ? ['proposeReopen'] : ['proposeClose'];
}

/** Propose, approve, reject: each for who may. */
export function MonthDoings({ details }: { readonly details: MonthDetails }): ReactElement {
  const t = useWords(REPORTS);
  const may = useMay();
  const [asked, setAsked] = useState<Doing>();
  const send = useSend(details);
  const { month, proposal } = details;
  const needs = (doing: Doing): 'approve' | 'instruct' => (doing === 'approve' || doing === 'reject' ? 'approve' : 'instruct');
  const says = { month, digest: `${proposal?.digest.slice(0, DIGEST_SHOWN) ?? ''}…` };
  return (
    <div className="reports-bar">
      {offered(details)
        .filter((doing) => may(needs(doing)))
        .map((doing) => (
          <Button key={doing} type={doing === 'approve' ? 'primary' : 'default'} onClick={() => setAsked(doing)}>
            {t[doing]}
          </Button>
        ))}
      {asked && (
        <AskModal
          title={t[asked]}
          says={filled(t[`${asked}Says`], says)}
          {...(asked !== 'approve' && { text: t.reason, missing: t.reasonMissing })}
          send={(reason) => send(asked, reason)}
          onClose={() => setAsked(undefined)}
        />
      )}
    </div>
  );
}

/** Sends a doing; done when the read models have it. */
function useSend({ merchant, month, proposal }: MonthDetails): (doing: Doing, reason: string) => Promise<void> {
  const t = useWords(REPORTS);
  const { message } = App.useApp();
  const close = useCommand('/v1/merchants/{id}/periods/{month}/close', { shows: SHOWS });
  const reopen = useCommand('/v1/merchants/{id}/periods/{month}/reopen', { shows: SHOWS });
  const approve = useCommand('/v1/merchants/{id}/periods/{month}/approve', { shows: SHOWS });
  const reject = useCommand('/v1/merchants/{id}/periods/{month}/reject', { shows: SHOWS });
  const path = { id: merchant, month };
  const sent = (doing: Doing, reason: string): Promise<unknown> => {
    if (doing === 'approve') return approve.mutateAsync({ path, body: { digest: proposal?.digest ?? '' } });
    const body = { reason };
    if (doing === 'reject') return reject.mutateAsync({ path, body });
    return (doing === 'proposeClose' ? close : reopen).mutateAsync({ path, body });
  };
  return async (doing, reason) => {
    await sent(doing, reason);
    void message.success(t.sent);
  };
}
