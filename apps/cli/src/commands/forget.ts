import { parseArgs } from 'node:util';
import { adminCall, adminRequest } from '../admin-call.js';
import { UsageError, type CliCommand, type CommandContext } from '../command.js';

export const forget: CliCommand = {
  name: 'forget',
  says: 'destroys the key of a person: --subject ID | --open-id X | --account X | --card MASKED --merchant-no N | --order ID | --payment ID; shows what would become unreadable; with --yes --reason TEXT does it',
  async run(context) {
    const options = parse(context.args);
    const subjects = await subjectsOf(context, options);
    if (subjects.length === 0) throw new UsageError('Nothing in this ledger is sealed for them.');
    const readable: string[] = [];
    for (const one of subjects) if (!(await tell(context, options, one))) readable.push(one.subject);
    if (readable.length === 0) context.print('Nothing is left to be done.');
    else if (!options.yes) context.print('Nothing was done. Say --yes --reason TEXT to forget them for ever.');
    else for (const subject of readable) await forgetOne(context, options, subject);
    return 0;
  },
};

interface Subject {
  readonly subject: string;
  readonly state: 'readable' | 'forgotten' | 'unknown';
}

interface Uses {
  readonly events: number;
  readonly byType: Readonly<Record<string, number>>;
  readonly byStream: Readonly<Record<string, number>>;
  readonly forgotten: { readonly at: string; readonly by: string; readonly position: string } | null;
}

const subjectsOf = async (context: CommandContext, { subject, person, url }: Options): Promise<readonly Subject[]> =>
  person === undefined
    ? [{ subject: subject ?? '', state: 'readable' }]
    : adminCall<Subject[]>(context, { url, path: '/v1/subjects/find', body: person });

/** Shows what a person's key opens, or opened; answers whether they are forgotten already. */
async function tell(context: CommandContext, { url }: Options, { subject, state }: Subject): Promise<boolean> {
  const { events, byType, byStream, forgotten } = await adminCall<Uses>(context, { url, path: `/v1/subjects/${subject}/uses` });
  const isForgotten = forgotten !== null || state === 'forgotten';
  const when = forgotten ? ` at ${forgotten.position}, ${forgotten.at}, by ${forgotten.by}` : '';
  const what = isForgotten ? `is forgotten already${when}; ${String(events)} events are` : `${String(events)} events become`;
  context.print(`${subject}  ${what} unreadable in part`);
  for (const [name, count] of [...Object.entries(byStream), ...Object.entries(byType)])
    context.print(`  ${name.padEnd(28)} ${String(count)}`);
  return isForgotten;
}

async function forgetOne(context: CommandContext, { url, reason }: Options, subject: string): Promise<void> {
  const response = await adminRequest(context, { url, path: `/v1/subjects/${subject}/forget`, body: { reason } });
  const { position } = (await response.json()) as { readonly position: string };
  context.print(`${subject}  forgotten at ${position}`);
}

interface Options {
  readonly subject: string | undefined;
  /** As `/v1/subjects/find` takes it; absent where a subject is named. */
  readonly person: { readonly kind: string; readonly of: string; readonly merchantNo?: string } | undefined;
  readonly yes: boolean;
  readonly reason: string | undefined;
  readonly url: string | undefined;
}

const text = { type: 'string' } as const;
const OPTIONS = {
  subject: text,
  'open-id': text,
  account: text,
  card: text,
  'merchant-no': text,
  order: text,
  payment: text,
  reason: text,
  url: text,
  yes: { type: 'boolean', default: false },
} as const;

function parse(args: readonly string[]): Options {
  const values = valuesOf(args);
  const { subject, card, order, payment, reason, url, yes, 'merchant-no': merchantNo } = values;
  const account = values['open-id'] ?? values.account;
  const named = Object.entries({ account, card, order, payment }).filter(([, of]) => of !== undefined);
  if (named.length + (subject === undefined ? 0 : 1) !== 1)
    throw new UsageError('Name one person: --subject, --open-id, --account, --card with --merchant-no, --order or --payment.');
  if (yes && reason === undefined) throw new UsageError('Say why with --reason; it stands in the log for ever.');
  const [[kind, of] = []] = named;
  const person =
    kind === undefined || of === undefined ? undefined : { kind, of, ...(merchantNo !== undefined && { merchantNo }) };
  return { subject, person, yes, reason, url };
}

function valuesOf(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
