import { useState, type ReactElement, type ReactNode } from 'react';
import { Form, Input, Modal } from 'antd';
import { COMMON } from '../i18n/common.words';
import { useWords } from '../i18n/language';
import { inRoot } from './container';
import { useProblem } from './states';

interface AskModalProps<Fields extends object> {
  /** What is done; the button says the same. */
  readonly title: string;
  readonly says: string;
  /** What the words are called that it needs; none where it needs none. */
  readonly text?: string;
  /** What is said where they are missing. */
  readonly missing?: string;
  readonly hint?: string;
  /** How many characters the words may have. */
  readonly atMost?: number;
  readonly isDangerous?: boolean;
  /** What else it asks for, above the words: items of a form, named as `Fields` is. */
  readonly children?: ReactNode;
  readonly send: (text: string, fields: Fields) => Promise<unknown>;
  readonly onClose: () => void;
}

const TEXT_MAX = 500;

/** Asks once more before a command, and for its reason; stays open with it where the ledger refuses. */
export function AskModal<Fields extends object = object>({
  title,
  says,
  text,
  missing,
  hint,
  atMost = TEXT_MAX,
  isDangerous = false,
  children,
  send,
  onClose,
}: AskModalProps<Fields>): ReactElement {
  const common = useWords(COMMON);
  const problem = useProblem();
  const [isSending, setSending] = useState(false);
  const [refusal, setRefusal] = useState<unknown>();
  const [form] = Form.useForm<Fields & { readonly text?: string }>();
  const submit = async ({ text: said = '', ...fields }: Fields & { readonly text?: string }): Promise<void> => {
    setSending(true);
    setRefusal(undefined);
    try {
      await send(said.trim(), fields as unknown as Fields);
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
      okButtonProps={{ danger: isDangerous }}
      cancelText={common.cancel}
      confirmLoading={isSending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p>{says}</p>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(said) => void submit(said)}>
        {children}
        {text !== undefined && (
          <Form.Item name="text" label={text} rules={[{ required: true, whitespace: true, message: missing ?? text }]}>
            <Input.TextArea rows={3} maxLength={atMost} placeholder={hint} autoFocus />
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
