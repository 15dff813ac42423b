import { useState, type ReactElement } from 'react';
import { Form, Input, Modal } from 'antd';
import { COMMON } from '../i18n/common.words';
import { useWords } from '../i18n/language';
import { inRoot } from './container';
import { useProblem } from './states';

interface ReasonDialogProps {
  readonly title: string;
  readonly says: string;
  readonly label: string;
  /** Said where nothing is filled in. */
  readonly missing: string;
  readonly send: (reason: string) => Promise<void>;
  readonly onClose: () => void;
}

const REASON_MAX = 500;

/** Says what a command does, asks why, and stays open with the words where the ledger refuses. */
export function ReasonDialog({ title, says, label, missing, send, onClose }: ReasonDialogProps): ReactElement {
  const common = useWords(COMMON);
  const problem = useProblem();
  const [isSending, setSending] = useState(false);
  const [refusal, setRefusal] = useState<unknown>();
  const [form] = Form.useForm<{ reason: string }>();
  const submit = async ({ reason }: { reason: string }): Promise<void> => {
    setSending(true);
    setRefusal(undefined);
    try {
      await send(reason.trim());
      onClose();
    } catch (error) {
      setRefusal(error);
      setSending(false);
    }
  };
  return (
    <Modal
      open
      getContainer={inRoot}
      title={title}
      okText={title}
      cancelText={common.cancel}
      confirmLoading={isSending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p>{says}</p>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(said) => void submit(said)}>
        <Form.Item name="reason" label={label} rules={[{ required: true, whitespace: true, message: missing }]}>
          <Input.TextArea rows={3} maxLength={REASON_MAX} autoFocus />
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
