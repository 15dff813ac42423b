import { ShoppingOutlined } from '@ant-design/icons';
import { definePage } from '../../app/page';
import { defineWords } from '../../i18n/language';

export default definePage({
  name: 'orders',
  place: 20,
  needs: 'read',
  shortcut: 'p',
  Icon: ShoppingOutlined,
  title: defineWords({ title: '订单与收款' }, { title: 'Orders and payments' }),
  load: () => import('./view'),
});
