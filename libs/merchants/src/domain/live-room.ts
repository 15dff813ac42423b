import { assertNever, type Decider, type DomainEvent, type Instant } from '#kernel';
import type { DefaultInterface } from './douyin-shop.js';
import { decided, judgeOnce, type Judgement } from './once.js';
import { reject } from './setup.rejections.js';
import { placeIn, valueAt, type Timeline } from './timeline.js';

interface RoomName {
  readonly roomId: string;
}
interface RoomParticulars extends RoomName {
  readonly shopId: string;
  readonly merchantId: string;
  readonly name: string;
}
interface RoomMove {
  /** Of the same merchant. */
  readonly shopId: string;
  readonly from: Instant;
}

export type AssignLiveRoom = RoomParticulars & { readonly type: 'AssignLiveRoom' };
export type MoveLiveRoom = RoomName & RoomMove & { readonly type: 'MoveLiveRoom' };
export type SetLiveRoomDefaultInterface = RoomName & DefaultInterface & { readonly type: 'SetLiveRoomDefaultInterface' };
export type LiveRoomCommand = AssignLiveRoom | MoveLiveRoom | SetLiveRoomDefaultInterface;
export type LiveRoomEvent =
  | DomainEvent<'LiveRoomAssigned', RoomParticulars>
  | DomainEvent<'LiveRoomMoved', RoomName & RoomMove>
  | DomainEvent<'LiveRoomDefaultInterfaceSet', RoomName & DefaultInterface>;

export interface LiveRoomState {
  readonly assigned?: RoomParticulars;
  /** Ids of the shops that it moved to. */
  readonly moves: Timeline<string>;
  /** Ids of interfaces. */
  readonly defaults: Timeline<string>;
}

export const liveRoomDecider: Decider<LiveRoomState, LiveRoomCommand, LiveRoomEvent> = {
  initial: { moves: [], defaults: [] },
  decide(command, { assigned, moves, defaults }) {
    if (command.type !== 'AssignLiveRoom' && !assigned) return reject('LIVE_ROOM_UNKNOWN');
    switch (command.type) {
      case 'AssignLiveRoom': {
        const { type: _type, ...data } = command;
        const judgement = judgeOnce(assigned, data, () => reject('LIVE_ROOM_ASSIGNED_OTHERWISE'));
        return decided(judgement, { type: 'LiveRoomAssigned', data });
      }
      case 'MoveLiveRoom': {
        const { type: _type, ...data } = command;
        const judgement = judgePlace(moves, { from: data.from, value: data.shopId }, 'LIVE_ROOM_MOVE_OVERLAPS');
        return decided(judgement, { type: 'LiveRoomMoved', data });
      }
      case 'SetLiveRoomDefaultInterface': {
        const { type: _type, ...data } = command;
        const judgement = judgePlace(defaults, { from: data.from, value: data.interfaceId }, 'DEFAULT_OVERLAPS');
        return decided(judgement, { type: 'LiveRoomDefaultInterfaceSet', data });
      }
      default:
        return assertNever(command, 'live room command');
    }
  },
  evolve(state, event) {
    switch (event.type) {
      case 'LiveRoomAssigned':
        return { ...state, assigned: event.data };
      case 'LiveRoomMoved': {
        const { shopId, from } = event.data;
        return { ...state, moves: [...state.moves, { from, value: shopId }] };
      }
      case 'LiveRoomDefaultInterfaceSet': {
        const { interfaceId, from } = event.data;
        return { ...state, defaults: [...state.defaults, { from, value: interfaceId }] };
      }
      default:
        return assertNever(event, 'live room event');
    }
  },
};

/** The shop that it belonged to then; undefined where nobody assigned it. */
export const shopAt = ({ assigned, moves }: LiveRoomState, at: Instant): string | undefined =>
  valueAt(moves, at) ?? assigned?.shopId;

function judgePlace(
  timeline: Timeline<string>,
  since: Timeline<string>[number],
  overlaps: 'LIVE_ROOM_MOVE_OVERLAPS' | 'DEFAULT_OVERLAPS',
): Judgement {
  const place = placeIn(timeline, since);
  return place === 'overlaps' ? reject(overlaps) : place;
}
