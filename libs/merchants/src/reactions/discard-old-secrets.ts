import { START, deterministicId, type CommandContext, type CommandHandling, type Outcome } from '#event-log';
import { Fault, plusMs, type Instant } from '#kernel';
import { channelAccountFeature, douyinAppFeature, terminalFeature } from '../merchants.feature.js';
import type { OldSecret, SetUpQueries } from '../read/set-up.js';
import type { SecretVault } from '../vault.js';

export interface DiscardOptions {
  readonly queries: SetUpQueries;
  readonly vault: Pick<SecretVault, 'discard'>;
  readonly handling: CommandHandling;
  readonly pageSize?: number;
}

const PAGE_SIZE = 100;
/** A directory that read the stream before the overlap ended may open the secret a moment later. */
const GRACE_MS = 60_000;

/**
 * Destroys what no longer verifies, then says so in its stream; cut off in between, it does both again. Answers how many
 * it destroyed.
 */
export async function discardOldSecrets(now: Instant, options: DiscardOptions): Promise<number> {
  const { queries, vault, handling, pageSize = PAGE_SIZE } = options;
  let discarded = 0;
  for (let minPosition = START; ;) {
    const { data: old } = await queries.oldSecrets(plusMs(now, -GRACE_MS), { limit: pageSize, minPosition });
    const outcomes: Outcome[] = [];
    for (const { part, kept } of old) {
      await vault.discard(kept.secret);
      const outcome = await sayDiscarded(handling, part, { ref: kept.secret.ref, at: now });
      if (outcome) outcomes.push(outcome);
    }
    const effective = outcomes.flatMap((outcome) => (outcome.ok && outcome.events.length > 0 ? [outcome.position] : []));
    discarded += effective.length;
    if (effective.length === 0) return discarded;
    minPosition = effective.reduce((last, position) => (position > last ? position : last));
  }
}

/** Undefined for a kind of stream that keeps no secrets. */
async function sayDiscarded(
  handling: CommandHandling,
  part: OldSecret['part'],
  discarding: { readonly ref: string; readonly at: Instant },
): Promise<Outcome | undefined> {
  const context = contextOf(discarding.ref);
  switch (part.kind) {
    case 'douyin-app': {
      const { appKey } = part.state.bound ?? missing(part.kind);
      const command = { type: 'DiscardDouyinAppSecret', appKey, ...discarding } as const;
      return handling.handle(douyinAppFeature, command, context);
    }
    case 'terminal': {
      const { merchantNo, terminalNo } = part.state.enrolled ?? missing(part.kind);
      const command = { type: 'DiscardTerminalKey', merchantNo, terminalNo, ...discarding } as const;
      return handling.handle(terminalFeature, command, context);
    }
    case 'channel-account': {
      const { kind, accountId } = part.state.bound ?? missing(part.kind);
      const command = { type: 'DiscardChannelAccountSecret', kind, accountId, ...discarding } as const;
      return handling.handle(channelAccountFeature, command, context);
    }
    case 'merchant':
    case 'merchant-no':
    case 'douyin-shop':
    case 'live-room':
    case 'payment-interfaces':
      return undefined;
  }
}

function missing(kind: string): never {
  throw new Fault(`a secret of a ${kind} that nobody bound`);
}

function contextOf(ref: string): CommandContext {
  const commandId = deterministicId('discard-old-secret', ref);
  return { commandId, correlationId: commandId, actor: 'reaction:discard-old-secrets' };
}
