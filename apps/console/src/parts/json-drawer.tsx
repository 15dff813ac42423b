import { useState, type ReactElement } from 'react';
import { Button, Drawer } from 'antd';
import { COMMON } from '../i18n/common.words';
import { useWords } from '../i18n/language';
import { inRoot } from './container';

/** What the ledger answered, as it came, behind a button. */
export function JsonDrawer({ title, value }: { readonly title: string; readonly value: unknown }): ReactElement {
  const t = useWords(COMMON);
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        {t.original}
      </Button>
      <Drawer title={title} open={isOpen} onClose={() => setOpen(false)} getContainer={inRoot} size="large" destroyOnHidden>
        <pre className="figure">{JSON.stringify(value, null, 2)}</pre>
      </Drawer>
    </>
  );
}
