import { BarChartOutlined } from '@ant-design/icons';
import { definePage } from '../../app/page';
import { defineWords } from '../../i18n/language';

export default definePage({
  name: 'reports',
  place: 70,
  needs: 'read',
  shortcut: 'm',
  Icon: BarChartOutlined,
  title: defineWords({ title: '报表与结账' }, { title: 'Reports and periods' }),
  load: () => import('./view'),
});
