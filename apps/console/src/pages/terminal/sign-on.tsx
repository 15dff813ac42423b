import { useState, type ReactElement } from 'react';
import { Alert, Button, Form, Input } from 'antd';
import { useMay } from '../../app/session';
import { useWords } from '../../i18n/language';
import { Panel } from '../../parts/page';
import { TerminalChoice, isChosen } from './choice';
import { IssueKey } from './issue-key';
import { useRefusal } from './says';
import type { TerminalRef } from './signing';
import { useTab } from './tab';
import { TERMINAL } from './words';

const KEY = /^[\x21-\x7e]{16,256}$/;

interface SignOnProps {
  readonly merchant: string;
  readonly terminal: TerminalRef;
  readonly onIssued: (key: string) => void;
}

/** Asks which terminal this is, and for its key. */
export function SignOn({ merchant, terminal, onIssued }: SignOnProps): ReactElement {
  const t = useWords(TERMINAL);
  const may = useMay();
  const says = useRefusal(terminal);
  const { signOn } = useTab();
  const [isSending, setSending] = useState(false);
  const [refusal, setRefusal] = useState<unknown>();
  const submit = async (key: string): Promise<void> => {
    setSending(true);
    setRefusal(undefined);
    try {
      await signOn(merchant, terminal, key);
    } catch (error) {
      setRefusal(error);
      setSending(false);
    }
  };
  const issued = async (key: string): Promise<void> => {
    onIssued(key);
    await submit(key);
  };
  // Signatures are made in secure contexts only.
  if (!isSecureContext) return <Alert type="error" showIcon title={t.insecure} description={t.insecureSays} />;
  return (
    <Panel title={t.signOn}>
      <p className="quiet terminal-lead">{t.signOnSays}</p>
      <Form<{ key: string }>
        layout="vertical"
        requiredMark={false}
        onFinish={({ key }) => void submit(key.trim())}
        disabled={isSending}
      >
        <TerminalChoice merchant={merchant} terminal={terminal} />
        <Form.Item
          name="key"
          label={t.key}
          rules={[{ required: true, transform: trimmed, pattern: KEY, message: t.keyMissing }]}
        >
          <Input.Password autoComplete="off" spellCheck={false} />
        </Form.Item>
        <Button type="primary" size="large" block htmlType="submit" loading={isSending} disabled={!isChosen(terminal)}>
          {t.signOn}
        </Button>
      </Form>
      {refusal !== undefined && <Alert type="error" showIcon title={says(refusal)} className="terminal-alert" />}
      <p className="quiet terminal-kept">{t.keyKept}</p>
      {may('administer') && isChosen(terminal) && (
        <IssueKey merchant={merchant} terminal={terminal} onIssued={(key) => void issued(key)} />
      )}
    </Panel>
  );
}

const trimmed = (text: unknown): unknown => (typeof text === 'string' ? text.trim() : text);
