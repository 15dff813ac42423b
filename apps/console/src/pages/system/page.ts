import { CloudServerOutlined } from '@ant-design/icons';
import { definePage } from '../../app/page';
import { defineWords } from '../../i18n/language';

export default definePage({
  name: 'system',
  place: 100,
  needs: 'read',
  shortcut: 'y',
  Icon: CloudServerOutlined,
  title: defineWords({ title: '系统' }, { title: 'System' }),
  load: () => import('./view'),
});
