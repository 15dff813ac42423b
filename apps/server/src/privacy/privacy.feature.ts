import { commandHandler, queryHandler, type ServerFeature } from '../features/feature-module.js';
import type { Ledger } from '../ledger.js';
import { Forgetting } from './forgetting.js';
import { AskSubjectUses, AskSubjects, ForgetSubjectOf } from './privacy.bus.js';
import { SubjectsController } from './privacy.controller.js';
import { usesOf } from './subject-uses.js';

export function privacyFeature({ log, handling, persons }: Ledger): ServerFeature {
  const forgetting = new Forgetting(handling, persons);
  return {
    name: 'Privacy',
    controllers: [SubjectsController],
    handlers: [
      commandHandler(ForgetSubjectOf, (message) => forgetting.forget(message)),
      queryHandler(AskSubjects, ({ asked }) => forgetting.subjectsOf(asked)),
      queryHandler(AskSubjectUses, async ({ subject }) => {
        return { ...(await usesOf(log, subject)), forgotten: await forgetting.forgottenAs(subject) };
      }),
    ],
  };
}
