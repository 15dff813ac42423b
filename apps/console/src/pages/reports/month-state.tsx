import type { ReactElement } from 'react';
import { LockOutlined } from '@ant-design/icons';
import { Tag } from 'antd';
import type { RowOf } from '../../api/client';
import { useNames } from '../../i18n/language';
import { MONTH_STATES } from './words';

type State = RowOf<'/v1/periods'>['state'];

/** What waits for somebody stands out, what is closed has a lock; the word says it too. */
export function MonthState({ state }: { readonly state: State }): ReactElement {
  const nameOf = useNames(MONTH_STATES);
  return (
    <Tag {...(state === 'proposed' && { color: 'warning' })} {...(state === 'closed' && { icon: <LockOutlined /> })}>
      {nameOf(state)}
    </Tag>
  );
}
