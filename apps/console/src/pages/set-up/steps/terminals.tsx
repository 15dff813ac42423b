import { useState, type ReactElement } from 'react';
import { Button } from 'antd';
import { filled, useNames, useWords } from '../../../i18n/language';
import { useSetUrl } from '../../../parts/url-state';
import type { Terminal } from '../answers';
import { useChannelName } from '../forms/options';
import type { Scope } from '../scope';
import { StoreFilter, useTerminalsOfStore } from '../store-filter';
import { minute, timelineNow } from '../times';
import { FIELDS } from '../words/fields.words';
import { PAYMENT_METHODS, PROBES, TERMINAL_STATUSES } from '../words/names.words';
import { SET_UP } from '../words/words';
import { Item, OpenButton, StepPanel, useListed, useSecretSays, useStoreName } from './parts';
import { probeOf, type StepProps } from './standing';

const AT_ONCE = 20;

export function Terminals({ scope, standing }: StepProps): ReactElement {
  const t = useWords(SET_UP);
  const { terminals } = scope.setUp;
  const ofStore = useTerminalsOfStore(scope.setUp);
  const [shown, setShown] = useState(AT_ONCE);
  const more = Math.min(ofStore.length - shown, AT_ONCE);
  return (
    <StepPanel standing={standing} adds={['terminal', 'posModel']} isEmpty={terminals.length === 0}>
      <StoreFilter setUp={scope.setUp} />
      {ofStore.length === 0 && <p className="quiet">{t.noTerminals}</p>}
      {ofStore.slice(0, shown).map((terminal) => (
        <OneTerminal key={`${terminal.merchantNo}/${terminal.terminalNo}`} terminal={terminal} scope={scope} />
      ))}
      {more > 0 && (
        <Button type="link" onClick={() => setShown(shown + AT_ONCE)}>
          {filled(t.moreTerminals, { count: more })}
        </Button>
      )}
    </StepPanel>
  );
}

function OneTerminal({ terminal, scope }: { readonly terminal: Terminal; readonly scope: Scope }): ReactElement {
  const { merchantNo, terminalNo, acquirer, model, placements, methods, statuses, key } = terminal;
  const t = useWords(SET_UP);
  const setUrl = useSetUrl();
  const label = useWords(FIELDS);
  const statusName = useWords(TERMINAL_STATUSES);
  const probes = useWords(PROBES);
  const methodName = useNames(PAYMENT_METHODS);
  const listed = useListed();
  const channelName = useChannelName();
  const secretSays = useSecretSays();
  const storeName = useStoreName(scope.setUp.merchant.stores);
  const id = `${merchantNo}/${terminalNo}`;
  const place = timelineNow(placements);
  const status = timelineNow(statuses).now;
  const takes = timelineNow(methods).now?.methods;
  const probe = probeOf(scope.checkup, 'terminal', id);
  const isRetired = status?.status === 'retired';
  const parts = { merchantNo, terminalNo };
  return (
    <Item
      title={
        <>
          <span className="figure">{terminalNo}</span> <span className="figure quiet">{merchantNo}</span>
        </>
      }
      tags={[model, statusName[status?.status ?? 'active'], probe && probes[probe.outcome]]}
      facts={[
        { name: t.place, value: place.now && storeName(place.now.storeId) },
        {
          name: label.storeId,
          value: place.next && filled(t.then, { from: minute(place.next.from), what: storeName(place.next.storeId) }),
        },
        { name: label.acquirer, value: channelName(acquirer) },
        { name: label.key, value: secretSays(key) },
        { name: label.reason, value: status?.reason },
        { name: t.toMethods, value: takes ? listed(takes.map(methodName)) : t.wholeModel },
      ]}
    >
      {!isRetired && (
        <>
          <Button size="small" aria-label={`${t.toMethods} ${id}`} onClick={() => setUrl({ show: 'methods' })}>
            {t.toMethods}
          </Button>
          <OpenButton form="placement" says={t.move} about={id} opened={parts} />
          <OpenButton form="terminalStatus" says={t.changeStatus} about={id} opened={parts} />
          <OpenButton form="terminalKey" says={t.rotateKey} about={id} opened={parts} />
        </>
      )}
    </Item>
  );
}
