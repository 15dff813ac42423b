import { useEffect, type ReactElement } from 'react';
import { message } from 'antd';
import type { MessageInstance } from 'antd/es/message/interface';

/** Where messages are shown; says when it is there. */
export function MessageHolder({ onReady }: { readonly onReady: (shown: MessageInstance) => void }): ReactElement {
  const [shown, holder] = message.useMessage();
  useEffect(() => onReady(shown), [shown, onReady]);
  return holder;
}
