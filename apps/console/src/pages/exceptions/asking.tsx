import { useState, type ReactElement } from 'react';
import { Checkbox, Form, Input, Modal } from 'antd';
import { COMMON } from '../../i18n/common.words';
import { filled, useWords } from '../../i18n/language';
import { inRoot } from '../../parts/container';
import { useProblem } from '../../parts/states';
import { EXCEPTIONS } from './words';

interface AskingProps {
  readonly title: string;
  readonly says: string;
  readonly isText: boolean;
  /** Who holds it, where that has to be passed over knowingly. */
  readonly holder: string | null;
  readonly send: (said: { readonly text: string; readonly force: boolean }) => Promise<void>;
  readonly onClose: () => void;
}

const TEXT_MAX = 500;

/** Asks for the words that a command needs, and stays open with them where the ledger refuses. */
export function Asking({ title, says, isText, holder, send, onClose }: AskingProps): ReactElement {
  const t = useWords(EXCEPTIONS);
  const common = useWords(COMMON);
  const problem = useProblem();
  const [isSending, setSending] = useState(false);
  const [refusal, setRefusal] = useState<unknown>();
  const [form] = Form.useForm<{ text?: string; force?: boolean }>();
  const submit = async ({ text = '', force = false }: { text?: string; force?: boolean }): Promise<void> => {
    setSending(true);
    setRefusal(undefined);
    try {
      await send({ text: text.trim(), force });
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
        {isText && (
          <Form.Item name="text" label={t.text} rules={[{ required: true, whitespace: true, message: t.textMissing }]}>
            <Input.TextArea rows={3} maxLength={TEXT_MAX} autoFocus />
          </Form.Item>
        )}
        {holder !== null && (
          <Form.Item
            name="force"
            valuePropName="checked"
            rules={[
              { validator: (_, isSure) => (isSure === true ? Promise.resolve() : Promise.reject(new Error(t.forceMissing))) },
            ]}
          >
            <Checkbox>{filled(t.force, { holder })}</Checkbox>
          </Form.Item>
        )}
      </Form>
      {refusal !== undefined && (
        <p role="alert" className="money-loss">
          {problem(refusal)}
        </p>
      )}
    </Modal>
  );
}
