import type { ReactElement } from 'react';
import { useAnswer } from '../../../api/answers';
import { yuan } from '../../../i18n/formats';
import { filled, useNames, useWords } from '../../../i18n/language';
import { Loaded } from '../../../parts/states';
import type { Schedule } from '../answers';
import { useChannelName } from '../forms/options';
import { percentOf } from '../forms/values';
import { lasting, whenOf } from '../times';
import { FIELDS } from '../words/fields.words';
import { CARD_TYPES, PAYMENT_METHODS, REFUND_POLICIES } from '../words/names.words';
import { SET_UP } from '../words/words';
import { numbersOf } from './destinations';
import { Item, OpenButton, StepPanel } from './parts';
import type { StepProps } from './standing';

const OF_ACCOUNT: Readonly<Record<string, string>> = { 'douyin-life': 'douyin-life', 'mini-app': 'douyin-miniapp' };

export function Fees({ scope, standing }: StepProps): ReactElement {
  const { merchant, setUp } = scope;
  const ofAccounts = setUp.channelAccounts.flatMap(({ kind }) => OF_ACCOUNT[kind] ?? []);
  const channels = [...new Set([...numbersOf(setUp).map(({ channel }) => channel), ...ofAccounts])];
  return (
    <StepPanel standing={standing} adds={['fees']} isEmpty={channels.length === 0}>
      {channels.map((channel) => (
        <OfChannel key={channel} merchant={merchant} channel={channel} />
      ))}
    </StepPanel>
  );
}

function OfChannel({ merchant, channel }: { readonly merchant: string; readonly channel: string }): ReactElement {
  const t = useWords(SET_UP);
  const channelName = useChannelName();
  const list = useAnswer('/v1/merchants/{id}/fee-schedules/{channel}', { path: { id: merchant, channel } });
  const latest = list.data?.schedules.at(-1);
  const next = latest && { refundReturnsFee: latest.refundReturnsFee, lines: latest.lines };
  return (
    <section className="set-up-channel" aria-label={channelName(channel)}>
      <h3>{channelName(channel)}</h3>
      <Loaded
        of={list}
        rows={2}
        isEmpty={({ schedules }) => schedules.length === 0}
        empty={<p className="quiet">{t.noFees}</p>}
      >
        {({ schedules }) => schedules.toReversed().map((one) => <OneSchedule key={one.id} of={one} channel={channel} />)}
      </Loaded>
      <OpenButton
        form="fees"
        {...(latest && { says: t.newVersion })}
        about={channelName(channel)}
        opened={{ channel, ...next }}
      />
    </section>
  );
}

function OneSchedule({ of, channel }: { readonly of: Schedule; readonly channel: string }): ReactElement {
  const t = useWords(SET_UP);
  const label = useWords(FIELDS);
  const refunds = useWords(REFUND_POLICIES);
  const { id, from, to, refundReturnsFee, lines } = of;
  const when = { past: t.past, now: t.open, next: t.future };
  return (
    <Item
      title={<span className="figure">{id}</span>}
      tags={[when[whenOf(of)]]}
      facts={[
        { name: t.validity, value: <span className="figure">{lasting(from, to)}</span> },
        { name: label.refundReturnsFee, value: refunds[refundReturnsFee] },
      ]}
    >
      <LineTable id={id} lines={lines} />
      {to === undefined && (
        <OpenButton form="endFees" says={t.end} about={`${channel} ${id}`} opened={{ channel, scheduleId: id }} />
      )}
    </Item>
  );
}

function LineTable({ id, lines }: { readonly id: string; readonly lines: Schedule['lines'] }): ReactElement {
  const t = useWords(SET_UP);
  const label = useWords(FIELDS);
  const method = useNames(PAYMENT_METHODS);
  const card = useNames(CARD_TYPES);
  const money = (fen: number | undefined): string => (fen === undefined ? '' : yuan(fen));
  return (
    <div className="scroll-x set-up-table" tabIndex={0} role="region" aria-label={`${label.lines} ${id}`}>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{label.product}</th>
            <th scope="col">{label.cardType}</th>
            <th scope="col">{t.amounts}</th>
            {[label.rate, label.cap, label.floor].map((title) => (
              <th key={title} scope="col" className="is-right">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map(({ product, cardType, above, upTo, ratePpm, cap, floor }) => (
            <tr key={`${product} ${cardType} ${String(above)}`}>
              <th scope="row">{product === '*' ? t.anyProduct : method(product)}</th>
              <td>{card(cardType)}</td>
              <td className="figure">{amountsOf(above, upTo, t)}</td>
              <td className="figure is-right">{percentOf(ratePpm)}</td>
              <td className="figure is-right">{money(cap)}</td>
              <td className="figure is-right">{money(floor)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function amountsOf(
  above: number,
  upTo: number | undefined,
  t: { readonly allAmounts: string; readonly above: string; readonly upTo: string },
): string {
  const parts = [
    ...(above > 0 ? [filled(t.above, { amount: yuan(above) })] : []),
    ...(upTo === undefined ? [] : [filled(t.upTo, { amount: yuan(upTo) })]),
  ];
  return parts.length === 0 ? t.allAmounts : parts.join(' ');
}
