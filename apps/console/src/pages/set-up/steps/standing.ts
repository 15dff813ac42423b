import type { Checked, Checkup, Code, Finding } from '../answers';
import type { Scope } from '../scope';
import { STEPS, type StepName } from './names';

/** A finding, and what it is about. */
export interface Found {
  readonly of: Checked;
  readonly finding: Finding;
  readonly step: StepName;
}

/** How far a step is, by what the server answered. */
export interface Standing {
  readonly step: StepName;
  readonly items: number;
  readonly todo: readonly Found[];
  readonly state: 'done' | 'open' | 'empty';
}

export interface StepProps {
  readonly scope: Scope;
  readonly standing: Standing;
}

const STEP_OF_KIND: Readonly<Record<Checked['kind'], StepName>> = {
  'douyin-app': 'shops',
  'douyin-shop': 'shops',
  'live-room': 'rooms',
  'channel-account': 'accounts',
  'payment-interface': 'interfaces',
  terminal: 'terminals',
  terms: 'terms',
};

/** Money is agreed in steps of its own, whatever it is found at. */
const STEP_OF_CODE: Partial<Readonly<Record<Code, StepName>>> = {
  NO_FEE_SCHEDULE: 'fees',
  FEE_SCHEDULE_ENDS_SOON: 'fees',
  METHOD_FEE_GAP: 'fees',
  METHOD_WITHOUT_FEE: 'fees',
  NO_SETTLEMENT_DESTINATION: 'destinations',
  DESTINATION_ENDS_SOON: 'destinations',
  CALENDAR_YEAR_MISSING: 'destinations',
  DEFAULT_INTERFACE_MISSING: 'interfaces',
  DEFAULT_INTERFACE_CLOSED: 'interfaces',
  DEFAULT_INTERFACE_UNBOUND: 'interfaces',
};

const stepOf = ({ kind }: Checked, { code }: Finding): StepName => {
  const step = STEP_OF_CODE[code] ?? STEP_OF_KIND[kind];
  return kind === 'live-room' ? 'rooms' : step;
};

export const foundIn = (checkup: Checkup | undefined): Found[] =>
  (checkup?.bindings ?? []).flatMap((of) => of.findings.map((finding) => ({ of, finding, step: stepOf(of, finding) })));

const COLLECTS: readonly Checked['kind'][] = ['douyin-shop', 'payment-interface'];

/** Whatever collects money and lacks nothing of that kind. */
const agreed = (checkup: Checkup | undefined, lacking: Code): number =>
  (checkup?.bindings ?? []).filter(
    ({ kind, findings }) => COLLECTS.includes(kind) && findings.every(({ code }) => code !== lacking),
  ).length;

function itemsOf({ setUp, checkup }: Scope): Readonly<Record<StepName, number>> {
  return {
    stores: setUp.merchant.stores.length,
    shops: setUp.douyinShops.length,
    interfaces: setUp.paymentInterfaces.length,
    accounts: setUp.channelAccounts.length,
    terminals: setUp.terminals.length,
    rooms: setUp.liveRooms.length,
    destinations: agreed(checkup, 'NO_SETTLEMENT_DESTINATION'),
    fees: agreed(checkup, 'NO_FEE_SCHEDULE'),
    terms: (checkup?.bindings ?? []).filter(({ kind }) => kind === 'terms').length,
  };
}

export function standingsOf(scope: Scope): readonly Standing[] {
  const items = itemsOf(scope);
  const todo = foundIn(scope.checkup).filter(({ finding }) => finding.verdict !== 'ok');
  return STEPS.map((step) => {
    const open = todo.filter((found) => found.step === step);
    const state = open.length > 0 ? 'open' : items[step] > 0 ? 'done' : 'empty';
    return { step, items: items[step], todo: open, state };
  });
}

/** The probe of a binding, where one could be made. */
export const probeOf = (checkup: Checkup | undefined, kind: Checked['kind'], id: string): Checked['probe'] =>
  checkup?.bindings.find((one) => one.kind === kind && one.id === id)?.probe ?? null;
