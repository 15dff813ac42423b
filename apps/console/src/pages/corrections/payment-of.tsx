import { useEffect, useState, type ReactElement } from 'react';
import { Form, Input } from 'antd';
import { usePages } from '../../api/answers';
import { useWords } from '../../i18n/language';
import { CORRECTIONS } from './words';

interface PaymentOfProps {
  readonly paymentId: string;
  readonly onPayment: (paymentId: string) => void;
}

/** Finds the payment whose entry it is about, by any of its numbers. */
export function PaymentOf({ paymentId, onPayment }: PaymentOfProps): ReactElement {
  const t = useWords(CORRECTIONS);
  const [asked, setAsked] = useState('');
  const found = usePages('/v1/transactions', { query: { id: asked, kind: 'payment', limit: 2 } }, { enabled: asked !== '' });
  const only = found.rows.length === 1 ? found.rows[0] : undefined;
  const onlyId = only?.id ?? paymentId;
  useEffect(() => {
    if (onlyId !== paymentId) onPayment(onlyId);
  }, [onlyId, paymentId, onPayment]);
  const says = asked === '' || found.isLoading || only !== undefined ? undefined : t.paymentUnknown;
  return (
    <Form.Item label={t.payment} extra={says ?? (paymentId === '' ? t.paymentHint : undefined)}>
      <Input.Search
        aria-label={t.payment}
        className="figure"
        defaultValue={paymentId}
        loading={found.isLoading}
        onSearch={(text, event) => {
          event?.preventDefault();
          setAsked(text.trim());
        }}
      />
    </Form.Item>
  );
}
