import type { ReactElement } from 'react';
import { useAnswer } from '../../../api/answers';
import { useWords } from '../../../i18n/language';
import type { Shop } from '../answers';
import { mendingOf } from '../forms/all';
import type { Scope } from '../scope';
import { FIELDS } from '../words/fields.words';
import { BINDING_STATES, PROBES, PULL_STATES } from '../words/names.words';
import { SET_UP } from '../words/words';
import { Item, OpenButton, StepPanel, Trail, useSecretSays, useStoreName } from './parts';
import { foundIn, probeOf, type StepProps } from './standing';

export function Shops({ scope, standing }: StepProps): ReactElement {
  const shops = scope.setUp.douyinShops;
  return (
    <StepPanel standing={standing} adds={['shop']} isEmpty={shops.length === 0}>
      {shops.map((shop) => (
        <OneShop key={shop.shopId} shop={shop} scope={scope} />
      ))}
    </StepPanel>
  );
}

function OneShop({ shop, scope }: { readonly shop: Shop; readonly scope: Scope }): ReactElement {
  const { shopId, appKey, storeId, state, steps } = shop;
  const { merchant, setUp, checkup } = scope;
  const t = useWords(SET_UP);
  const label = useWords(FIELDS);
  const states = useWords(BINDING_STATES);
  const pulls = useWords(PULL_STATES);
  const probes = useWords(PROBES);
  const secretSays = useSecretSays();
  const storeName = useStoreName(setUp.merchant.stores);
  const pull = useAnswer('/v1/merchants/{id}/douyin-shops/{shopId}/pull', { path: { id: merchant, shopId } });
  const app = setUp.douyinApps.find((one) => one.appKey === appKey);
  const probe = probeOf(checkup, 'douyin-app', appKey);
  const isOn = pull.data?.state === 'on';
  return (
    <Item
      title={<span className="figure">{shopId}</span>}
      tags={[states[state], probe && probes[probe.outcome]]}
      facts={[
        { name: label.appKey, value: <span className="figure">{appKey}</span> },
        { name: label.appSecret, value: app && secretSays(app.secret) },
        { name: label.storeOfSales, value: storeName(storeId) },
        { name: label.pullState, value: pull.data && pulls[pull.data.state] },
      ]}
    >
      <Trail steps={steps} state={state} />
      <NextStep form="shopStep" kind="douyin-shop" id={shopId} parts={{ shopId }} scope={scope} />
      {state === 'live' && <OpenButton form="shopStep" says={t.suspend} about={shopId} opened={{ shopId, to: 'suspended' }} />}
      <OpenButton form="appSecret" about={appKey} opened={{ appKey }} />
      <OpenButton form="pull" about={shopId} opened={{ shopId, state: isOn ? 'off' : 'on' }} />
    </Item>
  );
}

interface NextStepProps {
  readonly form: 'shopStep' | 'accountStep';
  readonly kind: 'douyin-shop' | 'channel-account';
  readonly id: string;
  readonly parts: Readonly<Record<string, string>>;
  readonly scope: Scope;
}

/** The step of a binding that comes next, as the checkup says it. */
export function NextStep({ form, kind, id, parts, scope }: NextStepProps): ReactElement | null {
  const found = foundIn(scope.checkup).find(
    ({ of, finding }) => of.kind === kind && of.id === id && finding.code.startsWith('BINDING_'),
  );
  const mending = found && mendingOf(found.finding);
  return mending ? <OpenButton form={form} about={id} opened={{ ...mending.opened, ...parts }} /> : null;
}
