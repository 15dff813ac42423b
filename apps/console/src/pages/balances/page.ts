import { BankOutlined } from '@ant-design/icons';
import { definePage } from '../../app/page';
import { defineWords } from '../../i18n/language';

export default definePage({
  name: 'balances',
  place: 30,
  needs: 'read',
  shortcut: 'b',
  Icon: BankOutlined,
  title: defineWords({ title: '余额' }, { title: 'Balances' }),
  load: () => import('./view'),
});
