import type { ReactElement } from 'react';
import { Drawer } from 'antd';
import { COMMON } from '../i18n/common.words';
import { useWords } from '../i18n/language';
import { PageMenu } from './menu';

const WIDTH_PX = 296;

/** The menu where there is no room for it beside the page. */
export function MenuDrawer({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }): ReactElement {
  const { product } = useWords(COMMON);
  return (
    <Drawer open={isOpen} onClose={onClose} placement="left" size={WIDTH_PX} title={product} styles={{ body: { padding: 0 } }}>
      <PageMenu onGone={onClose} />
    </Drawer>
  );
}
