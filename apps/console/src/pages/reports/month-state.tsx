import type { ReactElement } from 'react';
import { Tag } from 'antd';
import type { RowOf } from '../../api/client';
import { useNames } from '../../i18n/language';
import { MONTH_STATES } from './words';

type State = RowOf<'/v1/periods'>['state'];
const COLOURS = { open: 'default', proposed: 'gold', closed: 'green', reopened: 'blue' } as const satisfies Record<
  State,
  string
>;

export function MonthState({ state }: { readonly state: State }): ReactElement {
  const nameOf = useNames(MONTH_STATES);
  return <Tag color={COLOURS[state]}>{nameOf(state)}</Tag>;
}
