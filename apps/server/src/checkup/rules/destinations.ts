import { destinationAt, undirectedFrom, yearsMissing, type DestinationsState } from '#fees';
import { post, type Finding } from '../checkup.js';
import { numberOf, type Facts } from '../facts.js';
import type { OpenInterface } from './open-interface.js';

const NONE: DestinationsState = { merchantId: undefined, destinations: new Map() };
const TIMES = { cycle: '<T+1, D+1 or D0>', cutOff: '<HH:mm>' };

/** Whether it is known where the money goes and when, now and until what is looked at ends. */
export function destinationFindings({ entry, at, until }: OpenInterface, facts: Facts): Finding[] {
  const { channel, merchantNo, payee } = entry;
  const state = facts.destinations.get(numberOf(entry)) ?? NONE;
  const send = (from: string) =>
    post(`/v1/merchants/${facts.merchantId}/settlement-destinations`, {
      ...{ channel, merchantNo, id: '<id>', from },
      ...payee,
      ...TIMES,
    });
  if (state.merchantId !== facts.merchantId || !destinationAt(state, at)) {
    const says = `It is not known where ${channel} pays out what ${merchantNo} collects.`;
    return [
      { code: 'NO_SETTLEMENT_DESTINATION', verdict: 'warning', says, since: null, mend: { says: 'Set it.', send: send(at) } },
    ];
  }
  const ends = undirectedFrom(state, at, until);
  const ending: Finding[] =
    ends === undefined
      ? []
      : [
          {
            code: 'DESTINATION_ENDS_SOON',
            verdict: 'warning',
            says: `The settlement destination of ${merchantNo} is in force until ${ends}, and none follows it.`,
            since: null,
            mend: { says: 'Set the one that follows.', send: send(ends) },
          },
        ];
  return [...ending, ...yearsMissing(state, facts.calendar, { at, until }).map(missingYear)];
}

const missingYear = (year: number): Finding => ({
  code: 'CALENDAR_YEAR_MISSING',
  verdict: 'warning',
  says: `Payouts count working days, and the holidays of ${String(year)} are not known.`,
  since: null,
  mend: {
    says: 'Publish the year as it was announced.',
    send: post('/v1/holiday-calendars/cn/years', {
      year,
      holidays: ['<days off>'],
      workingDays: ['<weekend days that are worked>'],
      source: '<where it is announced>',
    }),
  },
});
