import { useState, type ReactElement } from 'react';
import { Form, Input, Modal, Select } from 'antd';
import { post, type BodyOf } from '../../api/client';
import { COMMON } from '../../i18n/common.words';
import { ROLES } from '../../i18n/ledger.words';
import { useNames, useWords } from '../../i18n/language';
import { inRoot } from '../../parts/container';
import { Copyable } from '../../parts/copyable';
import { useProblem } from '../../parts/states';
import { SYSTEM } from './words';

type Asked = BodyOf<'/v1/keys'>;
const NAME_MAX = 100;
const ROLE_NAMES = ['reader', 'ops', 'auditor', 'ingest', 'admin'] as const satisfies readonly Asked['role'][];

interface IssueKeyProps {
  readonly onIssued: () => void;
  readonly onClose: () => void;
}

/** Asks whose key it is, then shows it this once. It is kept nowhere: not in the address, not in the cache of answers. */
export function IssueKey({ onIssued, onClose }: IssueKeyProps): ReactElement {
  const [key, setKey] = useState<string>();
  if (key !== undefined) return <Issued text={key} onClose={onClose} />;
  const send = async (asked: Asked): Promise<void> => {
    const issued = await post('/v1/keys', { body: asked, idempotencyKey: crypto.randomUUID() });
    setKey(issued.key);
    onIssued();
  };
  return <Asking send={send} onClose={onClose} />;
}

function Issued({ text, onClose }: { readonly text: string; readonly onClose: () => void }): ReactElement {
  const t = useWords(SYSTEM);
  return (
    <Modal
      open
      getContainer={inRoot}
      title={t.issued}
      okText={t.kept}
      onOk={onClose}
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      cancelButtonProps={{ hidden: true }}
    >
      <p>{t.issuedSays}</p>
      <p className="system-key">
        <Copyable text={text} />
      </p>
    </Modal>
  );
}

function Asking({
  send,
  onClose,
}: {
  readonly send: (asked: Asked) => Promise<void>;
  readonly onClose: () => void;
}): ReactElement {
  const t = useWords(SYSTEM);
  const common = useWords(COMMON);
  const roleName = useNames(ROLES);
  const problem = useProblem();
  const [isSending, setSending] = useState(false);
  const [refusal, setRefusal] = useState<unknown>();
  const [form] = Form.useForm<Asked>();
  const submit = async (asked: Asked): Promise<void> => {
    setSending(true);
    setRefusal(undefined);
    try {
      await send({ ...asked, name: asked.name.trim() });
    } catch (error) {
      setRefusal(error);
      setSending(false);
    }
  };
  return (
    <Modal
      open
      getContainer={inRoot}
      title={t.issue}
      okText={t.issue}
      cancelText={common.cancel}
      confirmLoading={isSending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ role: 'reader' }}
        onFinish={(asked) => void submit(asked)}
      >
        <Form.Item name="name" label={t.forWhom} rules={[{ required: true, whitespace: true, message: t.nameMissing }]}>
          <Input maxLength={NAME_MAX} autoFocus />
        </Form.Item>
        <Form.Item name="role" label={t.role}>
          <Select options={ROLE_NAMES.map((value) => ({ value, label: roleName(value) }))} />
        </Form.Item>
      </Form>
      {refusal !== undefined && (
        <p role="alert" className="money-loss">
          {problem(refusal)}
        </p>
      )}
    </Modal>
  );
}
