import type { CommandHandling } from '#event-log';
import { instant } from '#kernel';
import type { MerchantSetup } from '#merchants';
import type { Reader } from '#projections';
import { WorklistQueries } from '#worklist';
import { answering } from '../features/asked.js';
import { commandHandler, queryHandler, type ServerFeature } from '../features/feature-module.js';
import type { ApiKeys } from '../keys/postgres-api-keys.js';
import type { People } from '../sessions/postgres-people.js';
import { Assignees } from './assignees.js';
import { ExceptionInstructions } from './exception-instructions.js';
import { ExceptionRulesController } from './exception-rules.controller.js';
import { MerchantRules } from './merchant-rules.js';
import { AskAssignees, AskExceptionRules, AskExceptions, OnExceptionRules, OnExceptions } from './worklist.bus.js';
import { WorklistController } from './worklist.controller.js';

interface WorklistParts {
  readonly handling: CommandHandling;
  readonly setup: MerchantSetup;
  readonly reader: Reader;
  readonly keys: ApiKeys;
  readonly people: People;
}

export function worklistFeature({ handling, setup, reader, keys, people }: WorklistParts): ServerFeature {
  const queries = new WorklistQueries(reader, () => instant(Date.now()));
  const assignees = new Assignees(keys, people);
  const instructions = new ExceptionInstructions(handling, queries, assignees, Date.now);
  const rules = new MerchantRules(handling, setup, Date.now);
  return {
    name: 'Worklist',
    controllers: [WorklistController, ExceptionRulesController],
    handlers: [
      commandHandler(OnExceptions, ({ exceptionId, doing, context }) => instructions.give(exceptionId, doing, context)),
      commandHandler(OnExceptionRules, (message) => rules.set(message.merchantId, message.rules, message.context)),
      queryHandler(AskExceptionRules, ({ merchantId }) => rules.of(merchantId)),
      queryHandler(AskAssignees, () => assignees.list()),
      answering(AskExceptions, queries),
    ],
  };
}
