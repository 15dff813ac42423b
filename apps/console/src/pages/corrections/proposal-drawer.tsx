import { useState, type ReactElement, type ReactNode } from 'react';
import { Drawer } from 'antd';
import { useWords } from '../../i18n/language';
import { inRoot } from '../../parts/container';
import { CORRECTIONS } from './words';

interface ProposalDrawerProps {
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Where a correction is asked for; gone once it has slid away. */
export function ProposalDrawer({ onClose, children }: ProposalDrawerProps): ReactElement {
  const t = useWords(CORRECTIONS);
  const [isOpen, setOpen] = useState(true);
  return (
    <Drawer
      title={t.propose}
      open={isOpen}
      onClose={() => setOpen(false)}
      afterOpenChange={(open) => {
        if (!open) onClose();
      }}
      getContainer={inRoot}
      size="large"
    >
      {children}
    </Drawer>
  );
}
