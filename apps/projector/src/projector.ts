import {
  PaymentRequestQueries,
  expireRequests,
  whenCollectedOrderMoved,
  whenCollectingPaymentMoved,
  type ExpireRequest,
} from '#collections';
import { whenCorrectionApplied } from '#corrections';
import type { CommandContext, Outcome } from '#event-log';
import { SetUpQueries, discardOldSecrets } from '#merchants';
import { PaymentQueries, expireOverdue, whenReferenceKnown, whenRrnRecorded, type ExpireAuthorization } from '#payments';
import { Poller, ProjectionBehind, ProjectionRunner, reacting, type FollowerState, type Reacting } from '#projections';
import { isRejection } from '#kernel';
import { MovedAccounts } from '#reconciliation';
import type { Sealer } from '#audit';
import { accountingDay } from './accounting-days.js';
import type { Core } from './core.js';
import { carryOut } from './correction-consequences.js';
import { PROJECTIONS, handleMoney } from './features.js';
import { reconcilerOf } from './reconciling.js';
import { certifying, sealerOf, type Sealing } from './sealing.js';

const EXPIRE_EVERY_MS = 5_000;
const DISCARD_EVERY_MS = 30_000;
const RECONCILE_EVERY_MS = 5_000;

export interface ProjectorOptions {
  /** Where what this installation says of matching is: see `reconcilerOf`. */
  readonly dataFolder: string;
  /** Hears why something does not go on. It is tried again in any case. */
  readonly onFailure: (of: string, error: unknown) => void;
  /** Absent: the log is not sealed here. */
  readonly sealing?: Sealing | undefined;
}

/** Keeps the read models up with the log, runs reactions, and tells what only the calendar knows. */
export class Projector {
  private readonly runner: ProjectionRunner;
  private readonly calendar: readonly Poller[];
  private readonly sealer: Sealer | undefined;

  constructor(core: Core, { dataFolder, onFailure, sealing }: ProjectorOptions) {
    const { log, codec, positions, workPool: pool } = core;
    const reactions = reactionsOf(core);
    const what = { projections: PROJECTIONS, reactions, certify: certifying(sealing) };
    this.runner = new ProjectionRunner({ pool, log, codec, positions, onFailure, ...what });
    this.sealer = sealing && sealerOf(core, sealing, onFailure);
    // Nothing is due before the read model is there.
    const moved = new MovedAccounts(core.reader, reconcilerOf(core, dataFolder));
    const failing = (of: string) => (error: unknown) => error instanceof ProjectionBehind || onFailure(of, error);
    this.calendar = [
      new Poller({
        everyMs: EXPIRE_EVERY_MS,
        work: async (now) => {
          await expireOverdue(now, expiryOf(core));
        },
        onFailure: failing('expire-overdue'),
      }),
      new Poller({
        everyMs: EXPIRE_EVERY_MS,
        work: async (now) => {
          await expireRequests(now, requestExpiryOf(core));
        },
        onFailure: failing('expire-requests'),
      }),
      new Poller({
        everyMs: DISCARD_EVERY_MS,
        work: async (now) => {
          await discardOldSecrets(now, { ...core, queries: new SetUpQueries(core.reader) });
        },
        onFailure: failing('discard-old-secrets'),
      }),
      new Poller({
        everyMs: RECONCILE_EVERY_MS,
        work: async (now, signal) => {
          const result = await moved.reconcile(now, signal);
          if (isRejection(result)) onFailure('reconcile', new Error(`${result.code} ${JSON.stringify(result.details)}`));
        },
        onFailure: failing('reconcile'),
      }),
    ];
  }

  start(): void {
    this.runner.start();
    this.sealer?.start();
    for (const poller of this.calendar) poller.start();
  }

  /** Ends after the batches under way. */
  async stop(): Promise<void> {
    await Promise.all([...this.calendar.map((poller) => poller.stop()), this.runner.stop(), this.sealer?.stop()]);
  }

  stateOf(projection: string): FollowerState | undefined {
    return this.runner.stateOf(projection);
  }
}

const reactionsOf = ({ handling }: Core): Reacting[] => [
  reacting(whenRrnRecorded, (command, context) => handleMoney(handling, { feature: 'references', command }, context)),
  reacting(whenReferenceKnown, (command, context) => handleMoney(handling, { feature: 'payments', command }, context)),
  reacting(whenCollectingPaymentMoved, (command, context) =>
    handleMoney(handling, { feature: 'collections', command }, context),
  ),
  reacting(whenCollectedOrderMoved, (command, context) => handleMoney(handling, { feature: 'collections', command }, context)),
  reacting(whenCorrectionApplied, (consequence, context) => carryOut(handling, consequence, context)),
];

const expiryOf = ({ handling, directory, reader }: Core) => ({
  queries: new PaymentQueries(reader),
  dispatch: (command: ExpireAuthorization, context: CommandContext): Promise<Outcome> =>
    handleMoney(handling, { feature: 'payments', command }, context),
  businessDate: ({ merchantNo }: { readonly merchantNo: string }, at: Parameters<typeof accountingDay>[2]) =>
    accountingDay(directory, merchantNo, at),
});

const requestExpiryOf = ({ handling, reader }: Core) => ({
  queries: new PaymentRequestQueries(reader),
  dispatch: (command: ExpireRequest, context: CommandContext): Promise<Outcome> =>
    handleMoney(handling, { feature: 'collections', command }, context),
});
