import type { ReactElement } from 'react';
import { useWords } from '../../i18n/language';
import { AskModal } from '../../parts/ask-modal';
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
  return (
    <AskModal title={t.approve} says={t.approveSays} send={send} onClose={onClose}>
      <p className="figure corrections-digest">{digest}</p>
    </AskModal>
  );
}
