import type { ReactElement } from 'react';
import { useUrlState } from '../../../parts/url-state';
import type { Scope } from '../scope';
import { Accounts } from './accounts';
import { Destinations } from './destinations';
import { Fees } from './fees';
import { Interfaces } from './interfaces';
import { STEPS, type StepName } from './names';
import { Rail } from './rail';
import { Rooms } from './rooms';
import { Shops } from './shops';
import { standingsOf, type StepProps } from './standing';
import { Stores } from './stores';
import { Terminals } from './terminals';
import { TermsOf } from './terms';

const PANELS: Readonly<Record<StepName, (props: StepProps) => ReactElement>> = {
  stores: Stores,
  shops: Shops,
  interfaces: Interfaces,
  accounts: Accounts,
  terminals: Terminals,
  rooms: Rooms,
  destinations: Destinations,
  fees: Fees,
  terms: TermsOf,
};

/** The binding, step by step; without a choice the first that is not complete. */
export function Binding({ scope }: { readonly scope: Scope }): ReactElement {
  const standings = standingsOf(scope);
  const first = standings.find(({ state }) => state !== 'done') ?? standings[0];
  const [chosen] = useUrlState('step', '', (text) => STEPS.some((step) => step === text));
  const standing = standings.find(({ step }) => step === chosen) ?? first;
  if (standing === undefined) return <></>;
  const StepPanel = PANELS[standing.step];
  return (
    <div className="set-up-binding">
      <Rail standings={standings} at={standing.step} />
      <StepPanel key={standing.step} scope={scope} standing={standing} />
    </div>
  );
}
