import { SettingOutlined } from '@ant-design/icons';
import { definePage } from '../../app/page';
import { defineWords } from '../../i18n/language';

export default definePage({
  name: 'set-up',
  place: 90,
  needs: 'inspect',
  shortcut: 's',
  Icon: SettingOutlined,
  title: defineWords({ title: '设置' }, { title: 'Set-up' }),
  load: () => import('./view'),
});
