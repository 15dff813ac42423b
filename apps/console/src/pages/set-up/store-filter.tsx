import type { ReactElement } from 'react';
import { Select } from 'antd';
import { COMMON } from '../../i18n/common.words';
import { useWords } from '../../i18n/language';
import { useUrlState } from '../../parts/url-state';
import type { SetUp, Terminal } from './answers';
import { timelineNow } from './times';
import { SET_UP } from './words/words';

/** Terminals that stand in the store that the address names; all without one. */
export function useTerminalsOfStore({ terminals, merchant }: SetUp): readonly Terminal[] {
  const [store] = useStore(merchant.stores);
  if (store === '') return terminals;
  return terminals.filter(({ placements }) => timelineNow(placements).now?.storeId === store);
}

const useStore = (stores: SetUp['merchant']['stores']) =>
  useUrlState('store', '', (text) => stores.some(({ id }) => id === text));

export function StoreFilter({ setUp }: { readonly setUp: SetUp }): ReactElement | null {
  const t = useWords(SET_UP);
  const common = useWords(COMMON);
  const { stores } = setUp.merchant;
  const [store, setStore] = useStore(stores);
  if (stores.length < 2) return null;
  return (
    <Select
      aria-label={common.store}
      className="set-up-store"
      value={store}
      popupMatchSelectWidth={false}
      options={[{ value: '', label: t.allStores }, ...stores.map(({ id, name }) => ({ value: id, label: name }))]}
      onChange={setStore}
    />
  );
}
