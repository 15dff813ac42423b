import { DashboardOutlined } from '@ant-design/icons';
import { definePage } from '../../app/page';
import { defineWords } from '../../i18n/language';

export default definePage({
  name: 'overview',
  place: 10,
  needs: 'read',
  shortcut: 'o',
  Icon: DashboardOutlined,
  title: defineWords({ title: '总览' }, { title: 'Overview' }),
  load: () => import('./view'),
});
