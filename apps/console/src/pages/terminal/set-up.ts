import { useAnswer } from '../../api/answers';
import type { AnswerOf } from '../../api/client';
import { useMay } from '../../app/session';
import type { TerminalRef } from './signing';
import { METHODS_OF_TERMINAL, type Method } from './transaction';

type SetUp = AnswerOf<'/v1/merchants/{id}/setup'>['data'];

/** What is set up, for who may see it. */
export function useSetUp(merchant: string): SetUp | undefined {
  const may = useMay();
  const { data } = useAnswer('/v1/merchants/{id}/setup', { path: { id: merchant } }, { enabled: may('inspect') });
  return data?.data;
}

/** What counts now of what was said from a moment on. */
const current = <Value extends { readonly from: string }>(said: readonly Value[]): Value | undefined =>
  said.filter(({ from }) => Date.parse(from) <= Date.now()).at(-1);

const isSame = (a: TerminalRef, b: TerminalRef): boolean => a.merchantNo === b.merchantNo && a.terminalNo === b.terminalNo;

/** `card` is any way of reading one: `card_chip`, `card_stripe`. */
const takes = (methods: readonly string[], method: Method): boolean =>
  methods.some((one) => one === method || one.startsWith(`${method}_`));

/** What may be taken for a request: what terminal and interface have in common. Undefined where that is not known here. */
export function methodsOf(setUp: SetUp | undefined, at: TerminalRef, interfaceId: string): readonly Method[] | undefined {
  const terminal = setUp?.terminals.find((one) => isSame(one, at));
  const through = setUp?.paymentInterfaces.find(({ id }) => id === interfaceId);
  if (!terminal || !through) return undefined;
  const own = current(terminal.methods)?.methods;
  return METHODS_OF_TERMINAL.filter((method) => takes(through.methods, method) && (!own || takes(own, method)));
}
