import { instant } from '#kernel';
import { SetUpQueries } from '#merchants';
import { PaymentQueries } from '#payments';
import type { Answer, Reader } from '#projections';
import { queryHandler, type ServerFeature } from '../features/feature-module.js';
import { AskCheckup, type CheckupAsked } from './checkup.bus.js';
import { CheckupController } from './checkup.controller.js';
import type { Checkup } from './checkup.js';
import { statesOf } from './facts.js';
import { gather, type Sources } from './gather.js';
import { judge } from './judge.js';

type CheckupParts = Omit<Sources, 'payments'> & { readonly reader: Reader };

export function checkupFeature({ reader, ...rest }: CheckupParts): ServerFeature {
  const setUps = new SetUpQueries(reader);
  const sources = { ...rest, payments: new PaymentQueries(reader) };
  const check = async ({ merchantId, minPosition, ...more }: CheckupAsked): Promise<Answer<Checkup | undefined>> => {
    const { position, data: parts } = await setUps.ofMerchant(merchantId, { minPosition });
    const isKnown = statesOf(parts, 'merchant').some(({ registered }) => registered);
    if (!isKnown) return { position, data: undefined };
    return { position, data: judge(await gather(sources, { merchantId, parts, now: instant(Date.now()), ...more })) };
  };
  return {
    name: 'Checkup',
    controllers: [CheckupController],
    handlers: [queryHandler(AskCheckup, ({ asked }) => check(asked))],
  };
}
