import { useState, type ReactElement } from 'react';
import { Button } from 'antd';
import { useAnswer } from '../../../api/answers';
import { filled, useWords } from '../../../i18n/language';
import type { Destination, SetUp } from '../answers';
import { useChannelName } from '../forms/options';
import type { Scope } from '../scope';
import { lasting, whenOf } from '../times';
import { FIELDS } from '../words/fields.words';
import { SET_UP } from '../words/words';
import { Item, OpenButton, StepPanel } from './parts';
import { foundIn, type StepProps } from './standing';

interface Number {
  readonly channel: string;
  readonly merchantNo: string;
}

/** Through what money comes in: merchant numbers with channels, and shops with Douyin itself. */
export function numbersOf({ paymentInterfaces, douyinShops }: SetUp): readonly Number[] {
  const all = [
    ...paymentInterfaces.map(({ channel, merchantNo }) => ({ channel, merchantNo })),
    ...douyinShops.map(({ shopId }) => ({ channel: 'douyin', merchantNo: shopId })),
  ];
  return [...new Map(all.map((one) => [`${one.channel} ${one.merchantNo}`, one])).values()];
}

export function Destinations({ scope, standing }: StepProps): ReactElement {
  const t = useWords(SET_UP);
  const years = useAnswer('/v1/holiday-calendars/cn');
  const numbers = numbersOf(scope.setUp);
  return (
    <StepPanel standing={standing} adds={['destination', 'holidays']} isEmpty={numbers.length === 0}>
      {numbers.map((number) => (
        <OfNumber key={`${number.channel} ${number.merchantNo}`} {...number} scope={scope} />
      ))}
      {years.data && (
        <p className="quiet">
          {filled(t.calendarYears, { years: years.data.years.map(({ year }) => String(year)).join(', ') })}
        </p>
      )}
    </StepPanel>
  );
}

/** A number that lacks a destination is not asked for those before unless somebody wants to see them. */
function OfNumber({ channel, merchantNo, scope }: Number & { readonly scope: Scope }): ReactElement {
  const { merchant, checkup } = scope;
  const t = useWords(SET_UP);
  const channelName = useChannelName();
  const [wantsPast, setWantsPast] = useState(false);
  const lacks = foundIn(checkup).some(
    ({ finding }) => finding.code === 'NO_SETTLEMENT_DESTINATION' && isAbout(finding.mend.send?.body, { channel, merchantNo }),
  );
  const asked = { path: { id: merchant, channel, merchantNo } };
  const enabled = checkup !== undefined && (!lacks || wantsPast);
  const list = useAnswer('/v1/merchants/{id}/settlement-destinations/{channel}/{merchantNo}', asked, { enabled });
  const all = list.data?.destinations ?? [];
  const current = all.find((one) => whenOf(one) === 'now');
  return (
    <Item
      title={
        <>
          {channelName(channel)} <span className="figure">{merchantNo}</span>
        </>
      }
      facts={[]}
    >
      {current && <Expected {...asked.path} />}
      {lacks && <p className="quiet set-up-line-of">{t.noDestination}</p>}
      {all.length > 0 && <Rows destinations={all} channel={channel} merchantNo={merchantNo} />}
      {wantsPast && list.error !== null && <p className="quiet set-up-line-of">{t.noPast}</p>}
      {lacks && !wantsPast && (
        <Button size="small" type="link" onClick={() => setWantsPast(true)}>
          {t.showPast}
        </Button>
      )}
      <OpenButton
        form="destination"
        {...(current && { says: t.newDestination })}
        about={merchantNo}
        opened={{ channel, merchantNo, ...payeeOf(channel, merchantNo, current) }}
      />
    </Item>
  );
}

const isAbout = (body: unknown, { channel, merchantNo }: Number): boolean => {
  const about = body as Partial<Number> | undefined;
  return about?.channel === channel && about.merchantNo === merchantNo;
};

/** What a next one has in common with the one in force. */
function payeeOf(channel: string, merchantNo: string, current: Destination | undefined): object {
  const { bankAccount, douyinShopId, cycle, cutOff } = current ?? {};
  if (bankAccount) return { payTo: 'bank', bankAccount, cycle, cutOff };
  return channel === 'douyin' ? { payTo: 'douyin', douyinShopId: douyinShopId ?? merchantNo, cycle, cutOff } : {};
}

function Expected(path: { readonly id: string; readonly channel: string; readonly merchantNo: string }): ReactElement | null {
  const t = useWords(SET_UP);
  const expected = useAnswer('/v1/merchants/{id}/settlement-destinations/{channel}/{merchantNo}/expected', { path });
  if (!expected.data) return null;
  const { businessDate, expectedOn } = expected.data;
  return (
    <p className="set-up-line-of">
      <span className="quiet">{t.expected}</span> {filled(t.expectedOn, { day: businessDate, on: expectedOn })}
    </p>
  );
}

const bankOf = ({ bank, lastFour, account }: NonNullable<Destination['bankAccount']>, ending: string): string =>
  `${bank} ${filled(ending, { digits: lastFour })} (${account})`;

function Rows({ destinations, channel, merchantNo }: Number & { readonly destinations: readonly Destination[] }): ReactElement {
  const t = useWords(SET_UP);
  const label = useWords(FIELDS);
  const when = { past: t.past, now: t.open, next: t.future };
  return (
    <div className="scroll-x set-up-table" tabIndex={0} role="region" aria-label={`${t.payee} ${merchantNo}`}>
      <table className="plain-table">
        <thead>
          <tr>
            {[label.destinationNew, t.payee, t.cycle, t.validity, label.status].map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {destinations.map((one) => (
            <tr key={one.id}>
              <th scope="row" className="figure">
                {one.id}
              </th>
              <td>{one.bankAccount ? bankOf(one.bankAccount, t.ending) : t.toDouyin}</td>
              <td className="figure">
                {one.cycle} · {one.cutOff}
              </td>
              <td className="figure">{lasting(one.from, one.to)}</td>
              <td>
                {when[whenOf(one)]}{' '}
                {one.to === undefined && (
                  <OpenButton
                    form="endDestination"
                    says={t.end}
                    about={`${merchantNo} ${one.id}`}
                    opened={{ channel, merchantNo, destinationId: one.id }}
                  />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
