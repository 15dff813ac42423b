import type { ReactElement } from 'react';
import { filled, useWords } from '../../../i18n/language';
import type { Account } from '../answers';
import type { Scope } from '../scope';
import { FIELDS } from '../words/fields.words';
import { ACCOUNT_KINDS, BINDING_STATES, PROBES } from '../words/names.words';
import { SET_UP } from '../words/words';
import { Item, OpenButton, StepPanel, Trail, useSecretSays, useStoreName } from './parts';
import { NextStep } from './shops';
import { probeOf, type StepProps } from './standing';

export function Accounts({ scope, standing }: StepProps): ReactElement {
  const { channelAccounts } = scope.setUp;
  return (
    <StepPanel standing={standing} adds={['lifeAccount', 'miniApp', 'account']} isEmpty={channelAccounts.length === 0}>
      {channelAccounts.map((account) => (
        <OneAccount key={`${account.kind} ${account.accountId}`} account={account} scope={scope} />
      ))}
    </StepPanel>
  );
}

function OneAccount({ account, scope }: { readonly account: Account; readonly scope: Scope }): ReactElement {
  const { kind, accountId, storeId, state, steps, secret, publicKeys, callKey } = account;
  const t = useWords(SET_UP);
  const label = useWords(FIELDS);
  const kinds = useWords(ACCOUNT_KINDS);
  const states = useWords(BINDING_STATES);
  const probes = useWords(PROBES);
  const secretSays = useSecretSays();
  const storeName = useStoreName(scope.setUp.merchant.stores);
  const id = `${kind}/${accountId}`;
  const probe = probeOf(scope.checkup, 'channel-account', id);
  const isMiniApp = kind === 'mini-app';
  return (
    <Item
      title={
        <>
          {kinds[kind]} <span className="figure">{accountId}</span>
        </>
      }
      tags={[states[state], probe && probes[probe.outcome]]}
      facts={[
        { name: label.accountSecret, value: secretSays(secret) },
        { name: t.publicKeys, value: publicKeys.length > 0 ? filled(t.keyCount, { count: publicKeys.length }) : null },
        { name: t.callKey, value: callKey ? t.secretThere : t.callBySecret },
        { name: label.storeOfSales, value: storeName(storeId) },
      ]}
    >
      <Trail steps={steps} state={state} />
      <NextStep form="accountStep" kind="channel-account" id={id} parts={{ kind, accountId }} scope={scope} />
      {state === 'live' && (
        <OpenButton form="accountStep" says={t.suspend} about={id} opened={{ kind, accountId, to: 'suspended' }} />
      )}
      {isMiniApp ? (
        <OpenButton form="miniAppSecret" about={id} opened={{ appId: accountId }} />
      ) : (
        <OpenButton form="accountSecret" about={id} opened={{ kind, accountId }} />
      )}
      <OpenButton form="publicKeys" about={id} opened={{ kind, accountId }} />
      <OpenButton form="callKey" about={id} opened={{ kind, accountId }} />
    </Item>
  );
}
