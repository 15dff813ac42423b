import type { ReactElement } from 'react';
import { Tag } from 'antd';
import { STATUSES } from '../../i18n/status.words';
import { useNames } from '../../i18n/language';

/** What wants a look stands out; the word says it too. */
const OPEN: readonly string[] = ['refund_due', 'unknown', 'held', 'authorized', 'partly_captured'];

export function Status({ status }: { readonly status: string }): ReactElement {
  const nameOf = useNames(STATUSES);
  return <Tag {...(OPEN.includes(status) && { color: 'warning' })}>{nameOf(status)}</Tag>;
}
