import type { ReactElement } from 'react';
import { filled, useNames, useWords } from '../../../i18n/language';
import type { PaymentInterface, SetUp } from '../answers';
import { useChannelName } from '../forms/options';
import { lasting, timelineNow, whenOf } from '../times';
import { FIELDS } from '../words/fields.words';
import { PAYMENT_METHODS } from '../words/names.words';
import { SET_UP } from '../words/words';
import { Item, OpenButton, StepPanel, useListed } from './parts';
import type { StepProps } from './standing';

export function Interfaces({ scope, standing }: StepProps): ReactElement {
  const { paymentInterfaces } = scope.setUp;
  return (
    <StepPanel standing={standing} adds={['interface']} isEmpty={paymentInterfaces.length === 0}>
      {paymentInterfaces.map((one) => (
        <OneInterface key={one.id} of={one} setUp={scope.setUp} />
      ))}
    </StepPanel>
  );
}

function OneInterface({ of, setUp }: { readonly of: PaymentInterface; readonly setUp: SetUp }): ReactElement {
  const t = useWords(SET_UP);
  const label = useWords(FIELDS);
  const channelName = useChannelName();
  const method = useNames(PAYMENT_METHODS);
  const listed = useListed();
  const { id, channel, merchantNo, methods, validFrom, validTo, closedFor } = of;
  const when = { past: closedFor === null ? t.past : t.closed, now: t.open, next: t.future };
  const at = whenOf({ from: validFrom, to: validTo });
  return (
    <Item
      title={
        <>
          {channelName(channel)} <span className="figure">{merchantNo}</span>
        </>
      }
      tags={[when[at]]}
      facts={[
        { name: label.interfaceNew, value: <span className="figure">{id}</span> },
        { name: label.methods, value: listed(methods.map(method)) },
        { name: t.validity, value: <span className="figure">{lasting(validFrom, validTo)}</span> },
        { name: label.reason, value: closedFor },
      ]}
    >
      <BoundShops of={of} setUp={setUp} />
      {at !== 'past' && (
        <>
          <OpenButton form="bindInterface" says={t.bindShort} about={id} opened={{ interfaceId: id }} />
          <OpenButton form="shopDefault" says={t.defaultShort} about={id} opened={{ interfaceId: id }} />
          {closedFor === null && (
            <OpenButton form="closeInterface" says={t.closeShort} about={id} opened={{ interfaceId: id }} />
          )}
        </>
      )}
    </Item>
  );
}

/** Shops that are or were bound to it, and whose default it is. */
function BoundShops({ of, setUp }: { readonly of: PaymentInterface; readonly setUp: SetUp }): ReactElement | null {
  const t = useWords(SET_UP);
  const bound = setUp.douyinShops.flatMap(({ shopId, paymentInterfaces, defaultInterfaces }) => {
    const isDefault = timelineNow(defaultInterfaces).now?.interfaceId === of.id;
    const those = paymentInterfaces.filter(({ interfaceId }) => interfaceId === of.id);
    return those.map(({ from, to }) => ({ shopId, from, to, isDefault: isDefault && whenOf({ from, to }) === 'now' }));
  });
  if (bound.length === 0) return null;
  return (
    <ul className="set-up-bound" aria-label={t.boundTo}>
      {bound.map(({ shopId, from, to, isDefault }) => (
        <li key={`${shopId} ${from}`}>
          <span className="quiet">{t.boundTo}</span> <span className="figure">{shopId}</span>
          {isDefault && <strong> {t.isDefault}</strong>} <span className="quiet figure">{lasting(from, to)}</span>{' '}
          {to === null && (
            <OpenButton
              form="unbindInterface"
              says={t.unbind}
              about={`${of.id} ${filled(t.unbindOf, { shop: shopId })}`}
              opened={{ shopId, interfaceId: of.id }}
            />
          )}
        </li>
      ))}
    </ul>
  );
}
