import { DiffOutlined } from '@ant-design/icons';
import { definePage } from '../../app/page';
import { defineWords } from '../../i18n/language';

export default definePage({
  name: 'reconciliation',
  place: 40,
  needs: 'read',
  shortcut: 'r',
  Icon: DiffOutlined,
  title: defineWords({ title: '对账' }, { title: 'Reconciliation' }),
  load: () => import('./view'),
});
