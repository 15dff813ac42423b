import { EditOutlined } from '@ant-design/icons';
import { definePage } from '../../app/page';
import { defineWords } from '../../i18n/language';

export default definePage({
  name: 'corrections',
  place: 50,
  needs: 'read',
  shortcut: 'c',
  Icon: EditOutlined,
  title: defineWords({ title: '更正' }, { title: 'Corrections' }),
  load: () => import('./view'),
});
