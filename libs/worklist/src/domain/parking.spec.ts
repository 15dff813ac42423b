import { instant } from '#kernel';
import { parkingDecider, type NoteParking, type ParkingState } from './parking.js';

const note = (parkedFor: string | null): NoteParking => ({
  type: 'NoteParking',
  noticeId: 'ntc_1',
  channel: 'pos',
  parkedFor,
  at: instant(0),
});

const noted = (...reasons: (string | null)[]): string[] => {
  let state: ParkingState = parkingDecider.initial;
  return reasons.flatMap((reason) => {
    const events = parkingDecider.decide(note(reason), state);
    if (!Array.isArray(events)) throw new Error('refused');
    state = events.reduce<ParkingState>((before, event) => parkingDecider.evolve(before, event as never), state);
    return events.map(({ type }: { type: string }) => type);
  });
};

it('a message that was put aside is noted once for each reason, until it is taken up', () => {
  expect(noted('SHOP_UNKNOWN', 'SHOP_UNKNOWN', 'NOT_DECODED', null, null, 'SHOP_UNKNOWN')).toEqual([
    'NoticeParked',
    'NoticeParked',
    'NoticeTakenUp',
    'NoticeParked',
  ]);
});

it('says whose it is, where that is known', () => {
  const standingOf = (command: NoteParking): unknown => {
    const events = parkingDecider.decide(command, parkingDecider.initial);
    return Array.isArray(events) ? (events[0] as { data: { standing: unknown } } | undefined)?.data.standing : undefined;
  };
  expect(standingOf({ ...note('SHOP_UNKNOWN'), merchant: 'm1' })).toMatchObject({ merchant: 'm1' });
  expect(standingOf(note('SHOP_UNKNOWN'))).not.toHaveProperty('merchant');
});
