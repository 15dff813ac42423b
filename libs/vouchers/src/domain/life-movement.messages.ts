import type { Fact, FactEvent, Instant, Money } from '#kernel';

/** `withdrawal` to a bank account, or returned from it; what nobody can name is `unknown`. */
export type LifeMovementPurpose = 'withdrawal' | 'settlement' | 'fee' | 'compensation' | 'unknown';

/** One movement on the merchant's account with local life. Stream and key: its number. */
export interface LifeMoved extends Fact<'LifeAccountMoved'> {
  readonly movementNo: string;
  readonly clientKey: string;
  readonly accountId?: string;
  readonly direction: 'in' | 'out';
  /** 分 */
  readonly amount: Money;
  readonly purpose: LifeMovementPurpose;
  /** Bank account of a withdrawal, where it is known. */
  readonly bankAccount?: string;
}

export interface LifeMovementStanding {
  readonly movementNo: string;
  readonly clientKey: string;
  readonly merchant: string;
  readonly movedAt: Instant;
  readonly purpose: LifeMovementPurpose;
  /** Negative where it left. 分 */
  readonly amount: number;
  readonly exceptions: readonly ('MOVEMENT_UNEXPLAINED' | 'FACTS_CONTRADICT')[];
}

export interface RecordLifeMovement {
  readonly type: 'RecordLifeMovement';
  readonly fact: LifeMoved;
}
export type LifeMovementCommand = RecordLifeMovement;
export type LifeMovementEvent = FactEvent<LifeMoved, LifeMovementStanding>;
