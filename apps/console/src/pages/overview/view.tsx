import { memo, useDeferredValue, useMemo, type ReactElement } from 'react';
import { Alert, Select } from 'antd';
import { useSession } from '../../app/session';
import { COMMON } from '../../i18n/common.words';
import { useWords } from '../../i18n/language';
import { useMerchant, useSpan } from '../../parts/merchant-span';
import { PageHead } from '../../parts/page';
import { SpanPicker } from '../../parts/span-picker';
import { Empty, Loading } from '../../parts/states';
import { useSetUrl, useUrlState } from '../../parts/url-state';
import { Breakdown } from './breakdown';
import { Clearing } from './clearing';
import { Figures } from './figures';
import type { Scope } from './scope';
import { Ticker } from './ticker';
import { ToFollowUp } from './to-follow-up';
import { Trend } from './trend';
import { Waterfall } from './waterfall';
import { OVERVIEW } from './words';
import './overview.css';

export default function View(): ReactElement {
  const t = useWords(OVERVIEW);
  const [merchant] = useMerchant();
  if (merchant !== undefined) return <Overview merchant={merchant} />;
  return (
    <>
      <PageHead />
      <Empty hint={t.noMerchantHint} />
    </>
  );
}

function Overview({ merchant }: { readonly merchant: string }): ReactElement {
  const t = useWords(OVERVIEW);
  const { span, isOld } = useSpan(merchant);
  const [store] = useUrlState('store', '');
  const setUrl = useSetUrl();
  const { from, to } = span ?? {};
  const scope = useMemo(
    () => (from === undefined || to === undefined ? undefined : { from, to, merchant, store }),
    [from, to, merchant, store],
  );
  // Deferred, so that a phone stays free to answer while it builds the parts of the page.
  const shown = useDeferredValue(scope);
  return (
    <>
      <PageHead>
        <Place merchant={merchant} store={store} />
        <SpanPicker span={span} onChange={(picked) => setUrl({ from: picked.from, to: picked.to })} />
      </PageHead>
      {isOld && <Alert type="info" showIcon title={t.latestShown} className="overview-note" />}
      {shown ? <Parts scope={shown} /> : <Loading rows={10} />}
    </>
  );
}

/** Not made again with each answer that the page around it waits for. */
const Place = memo(function Place({ merchant, store }: { readonly merchant: string; readonly store: string }): ReactElement {
  const common = useWords(COMMON);
  const { merchants } = useSession();
  const setUrl = useSetUrl();
  const stores = merchants.find(({ id }) => id === merchant)?.stores ?? [];
  return (
    <>
      {merchants.length > 1 && (
        <Select
          aria-label={common.merchant}
          value={merchant}
          popupMatchSelectWidth={false}
          options={merchants.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(id) => setUrl({ merchant: id, store: '' })}
        />
      )}
      <Select
        aria-label={common.store}
        value={store}
        popupMatchSelectWidth={false}
        options={[
          { value: '', label: common.allStores },
          ...stores.map(({ id, name }) => ({ value: id, label: name })),
          { value: '-', label: common.noStore },
        ]}
        onChange={(id) => setUrl({ store: id })}
      />
    </>
  );
});

function Parts({ scope }: { readonly scope: Scope }): ReactElement {
  return (
    <div className="overview">
      <Figures scope={scope} />
      <Waterfall scope={scope} />
      <ToFollowUp scope={scope} />
      <Trend scope={scope} />
      <Ticker scope={scope} />
      <Breakdown scope={scope} />
      <Clearing scope={scope} />
    </div>
  );
}
