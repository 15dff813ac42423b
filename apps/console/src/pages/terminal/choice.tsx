import type { ReactElement } from 'react';
import { Form, Input, Select } from 'antd';
import { useSession } from '../../app/session';
import { useWords } from '../../i18n/language';
import { useSetUrl, useUrlState } from '../../parts/url-state';
import { isActive, storeOf, useSetUp, type Terminal } from './set-up';
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

interface ChoiceProps {
  readonly merchant: string;
  readonly terminal: TerminalRef;
}

/** One of the terminals that are set up, where the role may see them; else its two numbers. */
export function TerminalChoice({ merchant, terminal }: ChoiceProps): ReactElement {
  const setUp = useSetUp(merchant);
  return setUp ? <Listed terminals={setUp.terminals} terminal={terminal} /> : <Typed terminal={terminal} />;
}

const nameOf = ({ merchantNo, terminalNo }: TerminalRef): string => `${merchantNo}/${terminalNo}`;

function Listed({
  terminals,
  terminal,
}: {
  readonly terminals: readonly Terminal[];
  readonly terminal: TerminalRef;
}): ReactElement {
  const t = useWords(TERMINAL);
  const { merchants } = useSession();
  const setUrl = useSetUrl();
  const storeNames = new Map(merchants.flatMap(({ stores }) => stores.map(({ id, name }) => [id, name])));
  const labelOf = (one: Terminal): string => {
    const store = storeOf(one);
    const words = [one.terminalNo, store === undefined ? '' : (storeNames.get(store) ?? store), one.model];
    return [...words, isActive(one) ? '' : t.notActive].filter((word) => word !== '').join(' · ');
  };
  return (
    <Form.Item label={t.terminal} htmlFor="terminal-choice">
      <Select
        id="terminal-choice"
        placeholder={t.chooseTerminal}
        value={isChosen(terminal) ? nameOf(terminal) : null}
        options={terminals.map((one) => ({ value: nameOf(one), label: labelOf(one) }))}
        showSearch={{ optionFilterProp: 'label' }}
        onChange={(name) => {
          const [no = '', terminalNo = ''] = name.split('/');
          setUrl({ no, terminal: terminalNo });
        }}
      />
    </Form.Item>
  );
}

function Typed({ terminal }: { readonly terminal: TerminalRef }): ReactElement {
  const t = useWords(TERMINAL);
  const [, setMerchantNo] = useUrlState('no', '');
  const [, setTerminalNo] = useUrlState('terminal', '');
  return (
    <div className="terminal-numbers">
      <Form.Item label={t.merchantNo} htmlFor="terminal-merchant-no">
        <Input
          id="terminal-merchant-no"
          defaultValue={terminal.merchantNo}
          maxLength={32}
          onChange={({ target }) => setMerchantNo(target.value.trim())}
        />
      </Form.Item>
      <Form.Item label={t.terminalNo} htmlFor="terminal-no">
        <Input
          id="terminal-no"
          defaultValue={terminal.terminalNo}
          maxLength={16}
          onChange={({ target }) => setTerminalNo(target.value.trim())}
        />
      </Form.Item>
    </div>
  );
}
