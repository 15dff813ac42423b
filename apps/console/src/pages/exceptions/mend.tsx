import type { ReactElement } from 'react';
import { App, Button } from 'antd';
import { Link } from 'react-router';
import { useCommand } from '../../api/commands';
import { useMay } from '../../app/session';
import { GUIDES } from '../../i18n/guide.words';
import { filled, useNames, useWords } from '../../i18n/language';
import { useProblem } from '../../parts/states';
import type { Details } from './details';
import { SHOWS } from './doings';
import { EXCEPTIONS } from './words';

/** Where in the console the command is given that mends it, by its route. */
const PLACES = [
  { route: /^\/v1\/payments\/(pay_[^/]+)\//, says: 'goPayment', to: (id: string) => `/orders/payment/${id}` },
  { route: /^\/v1\/match-cases\/([^/]+)\//, says: 'goMatch', to: (id: string) => `/reconciliation?case=${id}` },
  { route: /^\/v1\/(corrections)$/, says: 'goCorrection', to: () => '/corrections' },
] as const;
const REPLAY = /^\/v1\/notices\/(ntc_[^/]+)\/replay$/;

/** What to do about it, and with which command. */
export function Mend({ details: { mend } }: { readonly details: Details }): ReactElement {
  const t = useWords(EXCEPTIONS);
  const may = useMay();
  const saidOf = useNames(GUIDES);
  const { says, method, route, body } = mend;
  const place = PLACES.find((one) => one.route.test(route));
  const notice = REPLAY.exec(route)?.[1];
  const command = `${method} ${route}\n${JSON.stringify(body, null, 2)}`;
  return (
    <div>
      <h2>{t.mend}</h2>
      <p>{saidOf(says)}</p>
      <pre className="exceptions-mend figure" tabIndex={0} aria-label={t.mendCommand}>
        {command}
      </pre>
      {may('instruct') && place && <Link to={place.to(place.route.exec(route)?.[1] ?? '')}>{t[place.says]}</Link>}
      {may('replay') && notice !== undefined && <Replay id={notice} />}
    </div>
  );
}

function Replay({ id }: { readonly id: string }): ReactElement {
  const t = useWords(EXCEPTIONS);
  const problem = useProblem();
  const { message } = App.useApp();
  const replay = useCommand('/v1/notices/{id}/replay', { shows: SHOWS });
  const send = (): void =>
    replay.mutate(
      { path: { id }, body: undefined },
      {
        onSuccess: ({ status, reason }) =>
          void (status === 'parked'
            ? message.warning(filled(t.replayParked, { reason: reason ?? '' }))
            : message.success(t.replayed)),
        onError: (error) => void message.error(problem(error)),
      },
    );
  return (
    <Button loading={replay.isPending} onClick={send} className="exceptions-replay">
      {t.replay}
    </Button>
  );
}
