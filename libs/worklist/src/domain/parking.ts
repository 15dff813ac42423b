import type { Decider, DomainEvent, Instant } from '#kernel';

/** A message that was put aside, or is so no longer, as the inbox has it. Never refused. */
export interface NoteParking {
  readonly type: 'NoteParking';
  readonly noticeId: string;
  readonly channel: string;
  /** Whose source brought it; absent where nobody here knows it. */
  readonly merchant?: string;
  /** Why it was put aside; null once it is taken up. */
  readonly parkedFor: string | null;
  readonly at: Instant;
}

interface ParkingNoted {
  readonly fact: { readonly key: string; readonly occurredAt: Instant };
  readonly standing: {
    readonly noticeId: string;
    readonly channel: string;
    readonly merchant?: string;
    readonly parkedFor: string | null;
    readonly exceptions: readonly 'NOTICE_PARKED'[];
  };
}
export type ParkingEvent = DomainEvent<'NoticeParked', ParkingNoted> | DomainEvent<'NoticeTakenUp', ParkingNoted>;

export interface ParkingState {
  /** Undefined: never heard of. */
  readonly parkedFor: string | null | undefined;
}

export const parkingDecider: Decider<ParkingState, NoteParking, ParkingEvent> = {
  initial: { parkedFor: undefined },
  decide({ noticeId, channel, merchant, parkedFor, at }, state) {
    if (state.parkedFor === parkedFor) return [];
    const type = parkedFor === null ? 'NoticeTakenUp' : 'NoticeParked';
    const exceptions = parkedFor === null ? [] : (['NOTICE_PARKED'] as const);
    const fact = { key: `${type}:${at}`, occurredAt: at };
    const whose = merchant === undefined ? {} : { merchant };
    return [{ type, data: { fact, standing: { noticeId, channel, ...whose, parkedFor, exceptions } } }];
  },
  evolve: (_, { data }) => ({ parkedFor: data.standing.parkedFor }),
};
