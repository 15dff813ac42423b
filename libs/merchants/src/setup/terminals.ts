import type { CommandContext, Outcome } from '#event-log';
import type { Instant } from '#kernel';
import { posModelsDecider, refusalOfMethods } from '../domain/pos-models.js';
import { reject } from '../domain/setup.rejections.js';
import {
  terminalDecider,
  type ChangeTerminalStatus,
  type ConfigureTerminal,
  type MoveTerminal,
  type TerminalState,
} from '../domain/terminal.js';
import { merchantNoFeature, setupStreams, terminalFeature } from '../merchants.feature.js';
import { foresee, refusalOf, refused, withSealed, type SetupParts } from './checks.js';

interface OfTerminal {
  readonly merchantId: string;
  readonly merchantNo: string;
  readonly terminalNo: string;
}
export interface Enrol extends OfTerminal {
  readonly type: 'Enrol';
  readonly storeId: string;
  readonly acquirer: string;
  readonly model: string;
  /** The shared key that signs its messages. Sealed at once; never in an event, a log or an answer. */
  readonly key: string;
  readonly from: Instant;
}
export interface RotateKey extends OfTerminal {
  readonly type: 'RotateKey';
  readonly key: string;
  readonly at: Instant;
  readonly overlapUntil?: Instant;
}
type Change = MoveTerminal | ConfigureTerminal | ChangeTerminalStatus;
type OnTerminal = Change & { readonly merchantId: string };
export type TerminalSetupCommand = Enrol | RotateKey | OnTerminal;

export async function setUpTerminal(
  parts: SetupParts,
  command: TerminalSetupCommand,
  context: CommandContext,
): Promise<Outcome> {
  if (command.type === 'Enrol') return enrol(parts, command, context);
  const { handling } = parts;
  const { state } = await handling.load(setupStreams.terminal(command.merchantNo, command.terminalNo), terminalDecider);
  const refusal = await refusalOfChange(parts, command, state);
  if (refusal) return refused(refusal);
  if (command.type !== 'RotateKey') return handling.handle(terminalFeature, changeOf(command), context);
  const { key, type: _type, merchantId: _merchantId, ...rotation } = command;
  return withSealed(parts, key, (secret) =>
    handling.handle(terminalFeature, { type: 'RotateTerminalKey', ...rotation, secret }, context),
  );
}

async function enrol(parts: SetupParts, command: Enrol, context: CommandContext): Promise<Outcome> {
  const { key, type: _type, ...particulars } = command;
  const { merchantId, merchantNo, storeId } = particulars;
  const refusal = await refusalOf(parts, merchantId, storeId);
  if (refusal) return refused(refusal);
  const assign = { type: 'AssignMerchantNo', merchantNo, merchantId } as const;
  const assigned = await parts.handling.handle(merchantNoFeature, assign, context);
  if (!assigned.ok) return assigned;
  return withSealed(parts, key, (sealed) =>
    parts.handling.handle(terminalFeature, { type: 'EnrolTerminal', ...particulars, key: sealed }, context),
  );
}

async function refusalOfChange(parts: SetupParts, command: RotateKey | OnTerminal, { enrolled }: TerminalState) {
  const { merchantId } = command;
  const refusal = await refusalOf(parts, merchantId, command.type === 'MoveTerminal' ? command.storeId : undefined);
  if (refusal) return refusal;
  if (enrolled?.merchantId !== merchantId) return reject('TERMINAL_UNKNOWN');
  if (command.type !== 'ConfigureTerminal' || (await foresee(parts, terminalFeature, changeOf(command))) !== 'new')
    return undefined;
  const { state: models } = await parts.handling.load(setupStreams.posModels(), posModelsDecider);
  return refusalOfMethods(models, enrolled.model, command.methods);
}

/** As the terminal's stream takes it: whose it is, its enrolment says. */
function changeOf({ merchantId: _merchantId, ...change }: OnTerminal): Change {
  return change;
}
