import type { ReactElement } from 'react';
import { useWords } from '../../../i18n/language';
import { Facts } from '../../../parts/facts';
import { SET_UP } from '../words/words';
import { StepPanel } from './parts';
import type { StepProps } from './standing';

export function Stores({ scope, standing }: StepProps): ReactElement {
  const t = useWords(SET_UP);
  const { id, name, cutOff, stores } = scope.setUp.merchant;
  return (
    <StepPanel standing={standing} adds={['store']} isEmpty={false}>
      <Facts
        facts={[
          { name: t.name, value: name },
          { name: t.merchantId, value: <span className="figure">{id}</span> },
          { name: t.cutOff, value: <span className="figure">{cutOff}</span> },
        ]}
      />
      {stores.length === 0 ? (
        <p className="quiet set-up-stores">{t.noStores}</p>
      ) : (
        <ul className="set-up-stores" aria-label={t.store}>
          {stores.map((store) => (
            <li key={store.id}>
              {store.name} <span className="figure quiet">{store.id}</span>
            </li>
          ))}
        </ul>
      )}
    </StepPanel>
  );
}
