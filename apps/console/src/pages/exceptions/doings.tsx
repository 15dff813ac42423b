import { useState, type ReactElement } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Checkbox, Form, Select } from 'antd';
import { useAnswer } from '../../api/answers';
import { useCommand, type FreshPath } from '../../api/commands';
import { useMay, useSession } from '../../app/session';
import { ROLES } from '../../i18n/ledger.words';
import { filled, useNames, useWords } from '../../i18n/language';
import { AskModal } from '../../parts/ask-modal';
import { useProblem } from '../../parts/states';
import type { Details } from './details';
import { useKeys } from './keys';
import { EXCEPTIONS } from './words';

export const SHOWS: readonly FreshPath[] = ['/v1/exceptions', '/v1/exceptions/{id}', '/v1/exceptions/summary'];
/** Read from the log itself, which has the event once the command is answered. */
const HISTORY = '/v1/exceptions/{id}/events';

type Asked = 'takeOver' | 'handOver' | 'comment' | 'resolve' | 'reopen';

/** What is offered in each state; the ledger refuses the rest. */
const OFFERED: Readonly<Record<Details['state'], readonly ('claim' | Asked)[]>> = {
  open: ['claim', 'handOver', 'comment', 'resolve'],
  claimed: ['takeOver', 'handOver', 'comment', 'resolve'],
  resolved: ['comment', 'reopen'],
  closed: ['comment'],
};

const WORDLESS: readonly Asked[] = ['takeOver', 'handOver'];
/** What nobody does to what somebody else holds, unless knowingly. */
const OVER_OTHERS: readonly Asked[] = ['handOver', 'resolve'];

/** Claim, hand over, comment, resolve, reopen: by button and by letter, for who may. */
export function Doings({ details }: { readonly details: Details }): ReactElement | null {
  const may = useMay();
  return may('instruct') ? <Buttons details={details} /> : null;
}

function Buttons({ details }: { readonly details: Details }): ReactElement {
  const t = useWords(EXCEPTIONS);
  const { message } = App.useApp();
  const problem = useProblem();
  const { actor } = useSession();
  const [asked, setAsked] = useState<Asked | undefined>();
  const { send, isSending } = useSend(details, asked);
  const offered = OFFERED[details.state];
  const claim = (): void => {
    send({ text: '', force: false, to: '' }).catch((error: unknown) => message.error(problem(error)));
  };
  const act = (doing: 'claim' | Asked): void => (doing === 'claim' ? claim() : setAsked(doing));
  const key = (doing: 'claim' | Asked): (() => void) | undefined => (offered.includes(doing) ? () => act(doing) : undefined);
  useKeys({ c: key('claim') ?? key('takeOver'), h: key('handOver'), m: key('comment'), r: key('resolve'), o: key('reopen') });
  return (
    <div className="exceptions-do">
      {offered.map((doing) => (
        <Button key={doing} loading={doing === 'claim' && isSending} onClick={() => act(doing)}>
          {t[doing]}
        </Button>
      ))}
      {asked && (
        <AskModal<Fields>
          title={t[asked]}
          says={filled(t[`${asked}Says`], { holder: details.assignee ?? '' })}
          {...(!WORDLESS.includes(asked) && { text: t.text, missing: t.textMissing })}
          send={(text, { force = false, to = '' }) => send({ text, force, to })}
          onClose={() => setAsked(undefined)}
        >
          {asked === 'handOver' && <To holder={details.assignee} />}
          {OVER_OTHERS.includes(asked) && details.assignee !== null && details.assignee !== actor && (
            <Knowingly holder={details.assignee} />
          )}
        </AskModal>
      )}
    </div>
  );
}

interface Fields {
  readonly force?: boolean;
  readonly to?: string;
}

/** The one key that nobody issued and named. */
const ADMIN_KEY = 'key:admin';

/** Who may work on it, but for who asks and who holds it now. */
function To({ holder }: { readonly holder: string | null }): ReactElement {
  const t = useWords(EXCEPTIONS);
  const roleName = useNames(ROLES);
  const problem = useProblem();
  const { actor: self } = useSession();
  const { data, error, isPending } = useAnswer('/v1/exceptions/assignees');
  const others = (data?.data ?? []).filter(({ actor }) => actor !== self && actor !== holder);
  return (
    <Form.Item
      name="to"
      label={t.to}
      rules={[{ required: true, message: t.toMissing }]}
      {...(error && { validateStatus: 'error' as const, help: problem(error) })}
    >
      <Select
        loading={isPending}
        showSearch={{ optionFilterProp: 'label' }}
        options={others.map(({ actor, name, role }) => ({
          value: actor,
          label: [actor === ADMIN_KEY ? t.adminKey : name, roleName(role), actor].filter((word) => word !== '').join(' · '),
          title: actor,
        }))}
      />
    </Form.Item>
  );
}

/** Who holds it has to be passed over knowingly. */
function Knowingly({ holder }: { readonly holder: string }): ReactElement {
  const t = useWords(EXCEPTIONS);
  return (
    <Form.Item
      name="force"
      valuePropName="checked"
      rules={[{ validator: (_, isSure) => (isSure === true ? Promise.resolve() : Promise.reject(new Error(t.forceMissing))) }]}
    >
      <Checkbox>{filled(t.force, { holder })}</Checkbox>
    </Form.Item>
  );
}

interface Said extends Required<Fields> {
  readonly text: string;
}

interface Sending {
  readonly send: (said: Said) => Promise<void>;
  readonly isSending: boolean;
}

/** Sends what is asked, a claim where nothing is; done when the read models have it. */
function useSend({ exceptionId: id }: Details, asked: Asked | undefined): Sending {
  const t = useWords(EXCEPTIONS);
  const { message } = App.useApp();
  const queries = useQueryClient();
  const claim = useCommand('/v1/exceptions/{id}/claim', { shows: SHOWS });
  const assign = useCommand('/v1/exceptions/{id}/assign', { shows: SHOWS });
  const comment = useCommand('/v1/exceptions/{id}/comment', { shows: SHOWS });
  const resolve = useCommand('/v1/exceptions/{id}/resolve', { shows: SHOWS });
  const reopen = useCommand('/v1/exceptions/{id}/reopen', { shows: SHOWS });
  const path = { id };
  const sent = ({ text, force, to }: Said): Promise<unknown> => {
    if (asked === 'handOver') return assign.mutateAsync({ path, body: { to, force } });
    if (asked === 'comment') return comment.mutateAsync({ path, body: { text } });
    if (asked === 'resolve') return resolve.mutateAsync({ path, body: { reason: text, force } });
    if (asked === 'reopen') return reopen.mutateAsync({ path, body: { reason: text } });
    return claim.mutateAsync({ path, body: { force: asked === 'takeOver' } });
  };
  const send = async (said: Said): Promise<void> => {
    await sent(said);
    await queries.invalidateQueries({ queryKey: [HISTORY] });
    void message.success(t.sent);
  };
  return { send, isSending: claim.isPending };
}
