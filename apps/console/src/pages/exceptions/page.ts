import { AlertOutlined } from '@ant-design/icons';
import { definePage } from '../../app/page';
import { defineWords } from '../../i18n/language';

export default definePage({
  name: 'exceptions',
  place: 60,
  needs: 'read',
  shortcut: 'e',
  Icon: AlertOutlined,
  title: defineWords({ title: '待办' }, { title: 'To follow up' }),
  load: () => import('./view'),
});
