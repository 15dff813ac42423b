import type { ReactElement } from 'react';
import { Navigate, Route, Routes, useParams } from 'react-router';
import { List } from './list';
import { MiniApp } from './mini-app';
import { Order } from './order';
import { Payment } from './payment';
import { Voucher } from './voucher';
import './orders.css';

const DETAILS = { order: Order, payment: Payment, 'mini-app': MiniApp, voucher: Voucher } as const;

export default function View(): ReactElement {
  return (
    <Routes>
      <Route index element={<List />} />
      {Object.entries(DETAILS).map(([kind, Detail]) => (
        <Route key={kind} path={`${kind}/:id`} element={<Named of={Detail} />} />
      ))}
      <Route path="*" element={<Navigate to="/orders" replace />} />
    </Routes>
  );
}

/** A page of its own for each id, so that nothing of the one before stays. */
function Named({ of: Detail }: { readonly of: (props: { readonly id: string }) => ReactElement }): ReactElement {
  const { id = '' } = useParams();
  return <Detail key={id} id={id} />;
}
