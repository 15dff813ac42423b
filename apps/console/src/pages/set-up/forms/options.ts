import { useAnswer } from '../../../api/answers';
import { useNames, useWords } from '../../../i18n/language';
import type { SetUp } from '../answers';
import {
  ACCOUNT_KINDS,
  BINDING_STATES,
  BINDING_STEPS,
  DOUYIN_CHANNELS,
  PAYMENT_CHANNELS,
  PAYMENT_METHODS,
  PLAIN_ACCOUNT_KINDS,
  PULL_BILLS,
  PULL_STATES,
  REFUND_POLICIES,
  TERMINAL_STATUSES,
  TERMS_KINDS,
} from '../words/names.words';
import { SET_UP } from '../words/words';
import type { Source } from './field';

export interface Option {
  readonly value: string;
  readonly label: string;
}

/** Who takes fees and pays out, by the names of both dictionaries. */
export function useChannelName(): (channel: string) => string {
  const paid = useNames(PAYMENT_CHANNELS);
  const douyin = useNames(DOUYIN_CHANNELS);
  return (channel) => douyin(paid(channel));
}

const wordsOf = (words: Readonly<Record<string, string>>, codes: readonly string[] = Object.keys(words)): Option[] =>
  codes.map((value) => ({ value, label: words[value] ?? value }));

const once = (values: readonly string[]): string[] => [...new Set(values)];
const plain = (values: readonly string[]): Option[] => once(values).map((value) => ({ value, label: value }));

type WordSource = Exclude<Source, keyof ReturnType<typeof boundOptions> | 'models' | 'channels'>;

/** What the words of the API offer. */
function useWordOptions(): Readonly<Record<WordSource, () => Option[]>> {
  const t = useWords(SET_UP);
  const methods = useWords(PAYMENT_METHODS);
  const paid = useWords(PAYMENT_CHANNELS);
  const kinds = useWords(ACCOUNT_KINDS);
  const states = useWords(BINDING_STATES);
  const statuses = useWords(TERMINAL_STATUSES);
  const refunds = useWords(REFUND_POLICIES);
  const terms = useWords(TERMS_KINDS);
  const pulls = useWords(PULL_STATES);
  const bills = useWords(PULL_BILLS);
  return {
    methods: () => wordsOf(methods),
    interfaceChannels: () => wordsOf(paid),
    accountKinds: () => wordsOf(kinds, Object.keys(PLAIN_ACCOUNT_KINDS)),
    steps: () => wordsOf(states, Object.keys(BINDING_STEPS)),
    statuses: () => wordsOf(statuses),
    refundPolicies: () => wordsOf(refunds),
    termsKinds: () => wordsOf(terms),
    pullStates: () => wordsOf(pulls),
    pullBills: () => wordsOf(bills),
    payees: () => wordsOf({ bank: t.toBank, douyin: t.toDouyin }),
  };
}

/** What is set up already. */
function boundOptions(setUp: SetUp | undefined, nameOf: (channel: string) => string) {
  const { merchant, douyinShops = [], douyinApps = [], paymentInterfaces = [], terminals = [] } = setUp ?? {};
  const shopIds = douyinShops.map(({ shopId }) => shopId);
  const numbers = [...paymentInterfaces, ...terminals].map(({ merchantNo }) => merchantNo);
  return {
    stores: () => (merchant?.stores ?? []).map(({ id, name }) => ({ value: id, label: name })),
    shops: () => plain(shopIds),
    apps: () => plain(douyinApps.map(({ appKey }) => appKey)),
    interfaces: () =>
      paymentInterfaces.map(({ id, channel, merchantNo }) => ({
        value: id,
        label: `${id} · ${nameOf(channel)} ${merchantNo}`,
      })),
    merchantNos: () => plain([...numbers, ...shopIds]),
  };
}

/** What there is to choose from, by where it comes from. Channels that the merchant has come first. */
export function useOptions(setUp: SetUp | undefined): (source: Source) => Option[] {
  const models = useAnswer('/v1/pos-models');
  const paid = useWords(PAYMENT_CHANNELS);
  const douyin = useWords(DOUYIN_CHANNELS);
  const channels = { ...douyin, ...paid };
  const bound = (setUp?.paymentInterfaces ?? []).map(({ channel }) => channel);
  const sources: Readonly<Record<Source, () => Option[]>> = {
    ...useWordOptions(),
    ...boundOptions(setUp, useChannelName()),
    models: () => plain((models.data?.data ?? []).map(({ model }) => model)),
    channels: () => wordsOf(channels, once([...bound, ...Object.keys(channels)])),
  };
  return (source) => sources[source]();
}
