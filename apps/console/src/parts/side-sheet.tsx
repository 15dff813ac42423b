import { useState, type ReactElement, type ReactNode } from 'react';
import { Drawer } from 'antd';
import { inRoot } from './container';
import { JsonDrawer } from './json-drawer';

interface SideSheetProps {
  readonly title: string;
  /** As the API tells it, one click away; of this id. */
  readonly source?: { readonly id: string; readonly value: unknown } | undefined;
  /** Once it has slid away. */
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** One thing in full beside the list that it is of. */
export function SideSheet({ title, source, onClose, children }: SideSheetProps): ReactElement {
  const [isOpen, setOpen] = useState(true);
  return (
    <Drawer
      title={title}
      extra={source?.value !== undefined && <JsonDrawer title={source.id} value={source.value} />}
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
