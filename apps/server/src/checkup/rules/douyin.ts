import type { PullCursor } from '#channels';
import type { DouyinAppState, DouyinShopState, LiveRoomState } from '#merchants';
import { DOUYIN } from '../../fees/past-charges.js';
import { checked, post, type Checked, type Finding, type Mending } from '../checkup.js';
import { statesOf, type Facts } from '../facts.js';
import { liveSince, notLive, silent } from './bindings.js';
import { defaultFindings, roomDefaultFinding } from './defaults.js';
import { destinationFindings } from './destinations.js';
import { feeFindings } from './fees.js';
import { probeFinding, secretFindings } from './secrets.js';
import { inDays, silentSince } from './times.js';

const PUSHES =
  'On the platform, see that the address of the pushes is ours, the messages are subscribed and the app is authorized by the shop.';

/** The app whose secret signs the pushes of its shops. */
export function checkApp({ bound, secrets }: DouyinAppState, facts: Facts): Checked[] {
  if (!bound) return [];
  const { appKey } = bound;
  const renewal: Mending = {
    says: 'Reset the secret of the app on the platform and give the new one here, without an overlap.',
    send: post(`/v1/merchants/${facts.merchantId}/douyin-apps/${appKey}/secret`, { secret: '<new app secret>' }),
  };
  const probe = facts.probes.get(appKey);
  const found = [...secretFindings(secrets, facts, renewal), probeFinding(probe, renewal), silentApp(appKey, facts)];
  return [checked('douyin-app', appKey, found, probe)];
}

/** Pushes name no shop before they are read, so silence is the app's, from the moment its first shop went live. */
function silentApp(appKey: string, { parts, now, thresholds, lastReceived }: Facts): Finding | undefined {
  const shops = statesOf(parts, 'douyin-shop').filter(({ bound }) => bound?.appKey === appKey);
  const [expectedFrom] = shops.flatMap(({ progress }) => liveSince(progress) ?? []).sort();
  if (expectedFrom === undefined) return undefined;
  const last = lastReceived.get(appKey);
  return silent(silentSince({ expectedFrom, last }, { now, days: thresholds.silentDays }), 'NO_NOTICE', PUSHES);
}

export function checkShop(shop: DouyinShopState, facts: Facts): Checked[] {
  if (!shop.bound) return [];
  const { shopId } = shop.bound;
  const path = `/v1/merchants/${facts.merchantId}/douyin-shops/${shopId}`;
  const found = [
    notLive(shop.progress, path),
    ...defaultFindings(shop, facts, path),
    ...termsFindings(shopId, facts),
    ...pullFindings(shopId, facts, path),
  ];
  return [checked('douyin-shop', shopId, found)];
}

/** What Douyin itself takes of the shop's orders, and where it pays the rest out. Those of its interfaces stand with them. */
function termsFindings(shopId: string, facts: Facts): Finding[] {
  const { now, thresholds } = facts;
  const entry = { channel: DOUYIN, merchantNo: shopId, methods: [], payee: { douyinShopId: shopId } };
  const open = { entry, at: now, until: inDays(now, thresholds.endsDays) };
  return [...feeFindings(open, facts), ...destinationFindings(open, facts)];
}

/** Pulling is off until somebody says so: never on is worth knowing, switched off is to be looked at. */
function pullFindings(shopId: string, facts: Facts, path: string): (Finding | undefined)[] {
  const standing = facts.pulls.get(shopId);
  const send = post(`${path}/pull`, { state: 'on' });
  if (standing?.setting?.state === 'on') return standing.cursors.map((cursor) => pullFailing(cursor, facts));
  const wasOn = standing?.setting !== undefined;
  return [
    {
      code: wasOn ? 'PULL_OFF' : 'PULL_NEVER_ON',
      verdict: wasOn ? 'warning' : 'ok',
      says: 'The shop is not pulled: what no push brings is not found.',
      since: null,
      mend: { says: 'Switch pulling on.', send },
    },
  ];
}

/** By the code of a failure. */
const ADVICE: Readonly<Record<string, string>> = {
  OUTAGE: 'It is tried again by itself; see that the platform can be reached from here.',
  REFUSED: 'See on the platform that the app may ask for this and is authorized by the shop.',
};

function pullFailing(cursor: PullCursor, { now, thresholds: { pullFailingDays } }: Facts): Finding | undefined {
  const { kind, failures, failure, lastSuccessAt, begins } = cursor;
  if (failures === 0 || !failure) return undefined;
  const since = lastSuccessAt ?? begins;
  return {
    code: 'PULL_FAILING',
    verdict: inDays(since, pullFailingDays) <= now ? 'broken' : 'warning',
    says: `Pulling ${kind} failed ${String(failures)} times: ${failure.code} ${failure.says}`.trim(),
    since,
    mend: { says: ADVICE[failure.code] ?? 'Look at the log of the server.', send: null },
  };
}

export function checkRoom(room: LiveRoomState, facts: Facts): Checked[] {
  if (!room.assigned) return [];
  const { roomId } = room.assigned;
  return [checked('live-room', roomId, [roomDefaultFinding(room, facts, roomId)])];
}
