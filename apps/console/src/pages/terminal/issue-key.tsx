import { useState, type ReactElement } from 'react';
import { KeyOutlined } from '@ant-design/icons';
import { Alert, Button } from 'antd';
import { useCommand } from '../../api/commands';
import { filled, useWords } from '../../i18n/language';
import { AskModal } from '../../parts/ask-modal';
import { Copyable } from '../../parts/copyable';
import type { TerminalRef } from './signing';
import { TERMINAL } from './words';

const KEY_BYTES = 24;
const OVERLAP_MS = 24 * 3_600_000;

/** 32 letters, digits, `-` and `_`. */
const newKey = (): string =>
  btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(KEY_BYTES))))
    .replaceAll('+', '-')
    .replaceAll('/', '_');

interface IssueKeyProps {
  readonly merchant: string;
  readonly terminal: TerminalRef;
  readonly onIssued: (key: string) => void;
}

/** Gives the terminal a new key, after saying what that means for the real one. */
export function IssueKey({ merchant, terminal, onIssued }: IssueKeyProps): ReactElement {
  const t = useWords(TERMINAL);
  const [isOpen, setOpen] = useState(false);
  const rotate = useCommand('/v1/merchants/{id}/terminals/{merchantNo}/{terminalNo}/key', {
    shows: ['/v1/merchants/{id}/setup'],
  });
  const send = async (): Promise<void> => {
    const key = newKey();
    const overlapUntil = new Date(Date.now() + OVERLAP_MS).toISOString();
    await rotate.mutateAsync({ path: { id: merchant, ...terminal }, body: { key, overlapUntil } });
    onIssued(key);
  };
  return (
    <>
      <Button block icon={<KeyOutlined />} onClick={() => setOpen(true)}>
        {t.issue}
      </Button>
      {isOpen && (
        <AskModal
          title={t.issue}
          says={filled(t.issueSays, { terminal: terminal.terminalNo })}
          isDangerous
          send={send}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}

/** Shows a new key, once. */
export function Issued({ text, onKept }: { readonly text: string; readonly onKept: () => void }): ReactElement {
  const t = useWords(TERMINAL);
  return (
    <Alert
      type="warning"
      showIcon
      title={t.issued}
      description={
        <>
          <p className="terminal-lead">{t.issuedSays}</p>
          <p className="terminal-key">
            <Copyable text={text} />
          </p>
          <Button size="small" onClick={onKept}>
            {t.issuedKept}
          </Button>
        </>
      }
    />
  );
}
