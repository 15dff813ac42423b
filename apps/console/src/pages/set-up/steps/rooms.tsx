import type { ReactElement } from 'react';
import { filled, useWords } from '../../../i18n/language';
import { minute, timelineNow } from '../times';
import { FIELDS } from '../words/fields.words';
import { SET_UP } from '../words/words';
import { Item, OpenButton, StepPanel } from './parts';
import type { StepProps } from './standing';

export function Rooms({ scope, standing }: StepProps): ReactElement {
  const t = useWords(SET_UP);
  const label = useWords(FIELDS);
  const { liveRooms } = scope.setUp;
  return (
    <StepPanel standing={standing} adds={['room']} isEmpty={liveRooms.length === 0}>
      {liveRooms.map(({ roomId, name, shops, defaultInterfaces }) => {
        const shop = timelineNow(shops);
        const paid = timelineNow(defaultInterfaces);
        return (
          <Item
            key={roomId}
            title={
              <>
                {name} <span className="figure quiet">{roomId}</span>
              </>
            }
            facts={[
              { name: label.shop, value: <span className="figure">{shop.now?.shopId}</span> },
              {
                name: t.from,
                value: shop.next && filled(t.then, { from: minute(shop.next.from ?? ''), what: shop.next.shopId }),
              },
              { name: t.defaultInterface, value: paid.now?.interfaceId ?? t.asShop },
            ]}
          >
            <OpenButton form="roomDefault" about={name} opened={{ roomId }} />
            <OpenButton form="moveRoom" about={name} opened={{ roomId }} />
          </Item>
        );
      })}
    </StepPanel>
  );
}
