import { useState, type ReactElement } from 'react';
import { Modal } from 'antd';
import { COMMON } from '../../i18n/common.words';
import { useWords } from '../../i18n/language';
import { inRoot } from '../../parts/container';
import { useProblem } from '../../parts/states';
import { CORRECTIONS } from './words';

interface ApproveProps {
  /** Of all that was shown. */
  readonly digest: string;
  readonly send: () => Promise<void>;
  readonly onClose: () => void;
}

/** Shows by its digest what is approved, and stays open where the ledger refuses. */
export function Approve({ digest, send, onClose }: ApproveProps): ReactElement {
  const t = useWords(CORRECTIONS);
  const common = useWords(COMMON);
  const problem = useProblem();
  const [isSending, setSending] = useState(false);
  const [refusal, setRefusal] = useState<unknown>();
  const submit = async (): Promise<void> => {
    setSending(true);
    setRefusal(undefined);
    try {
      await send();
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
      title={t.approve}
      okText={t.approve}
      cancelText={common.cancel}
      confirmLoading={isSending}
      onOk={() => void submit()}
      onCancel={onClose}
    >
      <p>{t.approveSays}</p>
      <p className="figure corrections-digest">{digest}</p>
      {refusal !== undefined && (
        <p role="alert" className="money-loss">
          {problem(refusal)}
        </p>
      )}
    </Modal>
  );
}
