import type { ReactElement } from 'react';
import { Link } from 'react-router';
import { useAnswer } from '../../api/answers';
import type { RowOf } from '../../api/client';
import { percentOf } from '../../i18n/formats';
import { CHANNELS } from '../../i18n/ledger.words';
import { useNames, useWords } from '../../i18n/language';
import { Money } from '../../parts/money';
import { Panel } from '../../parts/page';
import { Empty, Loaded } from '../../parts/states';
import type { Scope } from './scope';
import { OVERVIEW } from './words';

type Day = RowOf<'/v1/clearing'>;

interface Account {
  readonly key: string;
  readonly book: Day['book'];
  readonly channel: string;
  readonly account: string;
  readonly total: number;
  readonly clear: number;
}

const PPM = 1_000_000;

/** The days of each account together. */
function accountsOf(days: readonly Day[]): readonly Account[] {
  const accounts = new Map<string, Account>();
  for (const { book, channel, account, total, matched, explained } of days) {
    const key = `${book} ${channel} ${account}`;
    const known = accounts.get(key);
    accounts.set(key, {
      key,
      book,
      channel,
      account,
      total: (known?.total ?? 0) + total.amount,
      clear: (known?.clear ?? 0) + matched.amount + explained.amount,
    });
  }
  return [...accounts.values()].sort((a, b) => b.total - b.clear - (a.total - a.clear));
}

/** How much of the money is explained by statements, account by account, the least clear first. */
export function Clearing({ scope: { merchant, from, to } }: { readonly scope: Scope }): ReactElement {
  const t = useWords(OVERVIEW);
  const channelName = useNames(CHANNELS);
  const days = useAnswer('/v1/clearing', { query: { merchant, from, to } });
  return (
    <Panel title={t.clearingTitle} tools={<Link to="/reconciliation">{t.seeAll}</Link>} isFlush>
      <Loaded of={days} isEmpty={({ data }) => data.length === 0} empty={<Empty hint={t.noClearing} />}>
        {({ data }) => (
          <div className="scroll-x" tabIndex={0} role="region" aria-label={t.clearingTitle}>
            <table className="plain-table">
              <thead>
                <tr>
                  <th scope="col">{t.account}</th>
                  <th scope="col">{t.cleared}</th>
                  <th scope="col" aria-hidden="true" className="hide-on-phone" />
                  <th scope="col" className="is-right">
                    {t.open}
                  </th>
                </tr>
              </thead>
              <tbody>
                {accountsOf(data).map(({ key, book, channel, account, total, clear }) => (
                  <tr key={key}>
                    <th scope="row">
                      {channelName(channel)} <span className="figure">{account}</span>
                      {book === 'payouts' && ` · ${t.payouts}`}
                    </th>
                    <td className="figure">{percentOf(ppmOf(clear, total))}</td>
                    <td className="hide-on-phone" aria-hidden="true">
                      <div className="overview-clear">
                        <div style={{ width: percentOf(ppmOf(clear, total)) }} />
                      </div>
                    </td>
                    <td className="is-right">
                      <Money fen={total - clear} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Loaded>
    </Panel>
  );
}

/** Whole numbers throughout; an account without money is clear. */
const ppmOf = (clear: number, total: number): number =>
  total === 0 ? PPM : Number((BigInt(clear) * BigInt(PPM)) / BigInt(total));
