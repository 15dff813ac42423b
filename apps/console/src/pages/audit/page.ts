import { SafetyCertificateOutlined } from '@ant-design/icons';
import { definePage } from '../../app/page';
import { defineWords } from '../../i18n/language';

export default definePage({
  name: 'audit',
  place: 80,
  needs: 'history',
  shortcut: 'a',
  Icon: SafetyCertificateOutlined,
  title: defineWords({ title: '审计' }, { title: 'Audit' }),
  load: () => import('./view'),
});
