import { MobileOutlined } from '@ant-design/icons';
import { definePage } from '../../app/page';
import { defineWords } from '../../i18n/language';

/** What lets somebody take money here is the terminal's key, not a role. */
export default definePage({
  name: 'terminal',
  place: 65,
  needs: 'read',
  shortcut: 't',
  Icon: MobileOutlined,
  title: defineWords({ title: '虚拟终端' }, { title: 'Virtual terminal' }),
  load: () => import('./view'),
});
