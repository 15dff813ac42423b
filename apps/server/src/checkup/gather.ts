import type { Inbox, Pulls, PullStanding } from '#channels';
import type { MoneyTerms } from '#fees';
import type { Instant } from '#kernel';
import { statusAt, verifyingAt, type SecretRing, type SecretVault, type SetUpPart } from '#merchants';
import type { PaymentQueries } from '#payments';
import { DOUYIN } from '../fees/past-charges.js';
import type { Thresholds } from './checkup.data.js';
import type { Probe } from './checkup.js';
import { accountNameOf, numberOf, statesOf, terminalNameOf, type Facts, type LastPayment } from './facts.js';
import { Prober } from './prober.js';

/** Who is asked. */
export interface Sources {
  readonly vault: SecretVault;
  readonly inbox: Inbox;
  readonly pulls: Pulls;
  readonly moneyTerms: MoneyTerms;
  readonly payments: PaymentQueries;
}

export interface Gathering {
  readonly merchantId: string;
  readonly now: Instant;
  readonly thresholds: Thresholds;
  readonly parts: readonly SetUpPart[];
  /** Where this server listens. */
  readonly ownUrl: string;
}

/** Questions and probes under way at a time: a merchant with a thousand terminals must not crowd out who trades. */
const AT_ONCE = 8;

/** Gathers all that a checkup looks at. Changes nothing. @throws Outage */
export async function gather(sources: Sources, gathering: Gathering): Promise<Facts> {
  const { merchantId, now, thresholds, parts } = gathering;
  const { moneyTerms, inbox } = sources;
  const terminals = activeTerminals(gathering);
  const interfaces = statesOf(parts, 'payment-interfaces').flatMap(({ interfaces: all }) => all);
  const shops = statesOf(parts, 'douyin-shop').flatMap(({ bound }) => bound?.shopId ?? []);
  const collecting = [...interfaces, ...shops.map((shopId) => ({ channel: DOUYIN, merchantNo: shopId }))];
  const channels = [...new Set(collecting.map(({ channel }) => channel))];
  const numbers = [...new Map(collecting.map((one) => [numberOf(one), one])).values()];
  return {
    merchantId,
    now,
    thresholds,
    parts,
    ...(await secretsOf(sources, gathering)),
    lastReceived: await inbox.lastReceived(sendersOf(gathering)),
    pulls: await byName(
      shops,
      (id) => id,
      (id): Promise<PullStanding | undefined> => sources.pulls.standing(merchantId, id),
    ),
    schedules: await byName(
      channels,
      (channel) => channel,
      (channel) => moneyTerms.schedules(merchantId, channel),
    ),
    destinations: await byName(numbers, numberOf, ({ channel, merchantNo }) => moneyTerms.destinations(channel, merchantNo)),
    terms: await moneyTerms.terms(merchantId),
    calendar: await moneyTerms.calendar(),
    lastPayments: await byName(terminals, terminalNameOf, (terminal) => lastPayment(sources.payments, terminal)),
  };
}

/** Terminals that are not retired. */
const activeTerminals = ({ parts, now }: Gathering) =>
  statesOf(parts, 'terminal').flatMap((state) =>
    state.enrolled && statusAt(state, now) !== 'retired' ? [{ ...state.enrolled, keys: state.keys }] : [],
  );

const sendersOf = (gathering: Gathering): string[] => [
  ...statesOf(gathering.parts, 'douyin-app').flatMap(({ bound }) => bound?.appKey ?? []),
  ...statesOf(gathering.parts, 'channel-account').flatMap(({ bound }) => bound?.accountId ?? []),
  ...activeTerminals(gathering).map(terminalNameOf),
];

/** Which secrets can not be opened; who has all of them in order is probed with the newest. */
async function secretsOf({ vault }: Sources, gathering: Gathering): Promise<Pick<Facts, 'lockedSecrets' | 'probes'>> {
  const { parts, now, ownUrl } = gathering;
  const lockedSecrets = new Map<string, 'missing' | 'undecipherable'>();
  const newestOf = async (ring: SecretRing): Promise<string | undefined> => {
    const verifying = verifyingAt(ring, now);
    const openings = await Promise.all(verifying.map((secret) => vault.tryOpen(secret)));
    for (const [index, opening] of openings.entries())
      if ('fault' in opening) lockedSecrets.set(verifying[index]?.ref ?? '', opening.fault);
    const [newest] = openings;
    return openings.every((opening) => 'text' in opening) && newest && 'text' in newest ? newest.text : undefined;
  };
  const prober = new Prober(ownUrl);
  const apps = statesOf(parts, 'douyin-app').flatMap(({ bound, secrets }) => (bound ? [{ ...bound, secrets }] : []));
  const ofApps = await byName(
    apps,
    ({ appKey }) => appKey,
    async ({ appKey, secrets }): Promise<Probe | undefined> => {
      const secret = await newestOf(secrets);
      return secret === undefined ? undefined : prober.push(appKey, secret);
    },
  );
  const ofTerminals = await byName(activeTerminals(gathering), terminalNameOf, async (terminal): Promise<Probe | undefined> => {
    const key = await newestOf(terminal.keys);
    return key === undefined ? undefined : prober.terminal(terminalNameOf(terminal), key, now);
  });
  const accounts = statesOf(parts, 'channel-account').flatMap(({ bound, secrets }) => (bound ? [{ ...bound, secrets }] : []));
  const ofAccounts = await byName(accounts, accountNameOf, async ({ kind, accountId, secrets }): Promise<Probe | undefined> => {
    const secret = await newestOf(secrets);
    return secret === undefined ? undefined : prober.account({ kind, accountId, secret }, now);
  });
  return { lockedSecrets, probes: new Map([...ofApps, ...ofTerminals, ...ofAccounts]) };
}

async function lastPayment(
  payments: PaymentQueries,
  { merchantNo, terminalNo }: { readonly merchantNo: string; readonly terminalNo: string },
): Promise<LastPayment | undefined> {
  const [newest] = (await payments.list({ merchantNo, terminalNo, limit: 1 })).data;
  return newest && { store: newest.store, openedAt: newest.openedAt };
}

/** Answers by name; what is not there is left out. */
async function byName<T, A>(
  items: readonly T[],
  nameOf: (item: T) => string,
  ask: (item: T) => Promise<A | undefined>,
): Promise<Map<string, A>> {
  const answers = new Map<string, A>();
  await forEach(items, async (item) => {
    const answer = await ask(item);
    if (answer !== undefined) answers.set(nameOf(item), answer);
  });
  return answers;
}

/** A few under way at a time. */
async function forEach<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const waiting = items.values();
  const worker = async (): Promise<void> => {
    for (const item of waiting) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
