import type { ReactElement } from 'react';
import { Form, Select } from 'antd';
import { useAnswer } from '../../api/answers';
import type { RowOf } from '../../api/client';
import { useWords } from '../../i18n/language';
import { useProblem } from '../../parts/states';
import { useSetUrl, useUrlState } from '../../parts/url-state';
import type { TerminalRef } from './signing';
import { TERMINAL } from './words';

const isMerchantNo = (text: string): boolean => /^[A-Za-z0-9]{1,32}$/.test(text);
const isTerminalNo = (text: string): boolean => /^[A-Za-z0-9_-]{1,16}$/.test(text);

/** The terminal that the address names, so that a till keeps it as a bookmark. Empty numbers where there is none. */
export function useChosen(): TerminalRef {
  const [merchantNo] = useUrlState('no', '', isMerchantNo);
  const [terminalNo] = useUrlState('terminal', '', isTerminalNo);
  return { merchantNo, terminalNo };
}

export const isChosen = ({ merchantNo, terminalNo }: TerminalRef): boolean => merchantNo !== '' && terminalNo !== '';

type Listed = RowOf<'/v1/merchants/{id}/terminals'>;

interface ChoiceProps {
  readonly merchant: string;
  readonly terminal: TerminalRef;
}

const nameOf = ({ merchantNo, terminalNo }: TerminalRef): string => `${merchantNo}/${terminalNo}`;

/** One of the terminals that are set up, found by any of its words. */
export function TerminalChoice({ merchant, terminal }: ChoiceProps): ReactElement {
  const t = useWords(TERMINAL);
  const setUrl = useSetUrl();
  const problem = useProblem();
  const { data, error, isPending } = useAnswer('/v1/merchants/{id}/terminals', { path: { id: merchant } });
  const labelOf = ({ merchantNo, terminalNo, model, store, status }: Listed): string =>
    [terminalNo, store.name, model, ...(status === 'active' ? [] : [t.notActive]), merchantNo].join(' · ');
  return (
    <Form.Item
      label={t.terminal}
      htmlFor="terminal-choice"
      {...(error && { validateStatus: 'error' as const, help: problem(error) })}
    >
      <Select
        id="terminal-choice"
        placeholder={t.chooseTerminal}
        loading={isPending}
        value={isChosen(terminal) ? nameOf(terminal) : null}
        options={(data?.data ?? []).map((one) => ({ value: nameOf(one), label: labelOf(one) }))}
        showSearch={{ optionFilterProp: 'label' }}
        onChange={(name) => {
          const [no = '', terminalNo = ''] = name.split('/');
          setUrl({ no, terminal: terminalNo });
        }}
      />
    </Form.Item>
  );
}
