import { REAL_TIME, receiveLifeLedger, type DouyinGateway, type PullSetting } from '#channels';
import { Fetcher, Fetches, PostgresFetchStore, sourcesOf, type ImportFetched, type TakeLifeRows } from '#fetches';
import { Outage, isRejection } from '#kernel';
import { AdvisoryOwnership } from '#projections';
import type { StatementImports } from '#statements';
import type { Core, Pool } from '../../../projector/src/core.js';
import type { ChannelParts } from '../channels/channel-door.js';
import { now } from '../channels/taking.js';
import type { Chore, OnFailure } from '../chores.js';
import type { Config } from '../config.js';
import { Owned } from '../owned.js';
import type { StatementParts } from '../statements/importing.js';

/** Fetching as a whole: what is asked of it, and the work itself. */
export interface Fetching {
  readonly fetches: Fetches;
  readonly chore: Chore;
}

export interface FetchingParts extends StatementParts {
  readonly core: Core;
  readonly channels: ChannelParts;
  readonly pool: Pool;
  readonly config: Pick<Config, 'douyinGateway' | 'billGateways' | 'billHosts'>;
  readonly gateway: DouyinGateway;
  readonly pullOf: (shopId: string) => Promise<PullSetting | undefined>;
  readonly onFailure: OnFailure;
}

const OWNER = 'fetches:statements';

export function fetchingOf(parts: FetchingParts): Fetching {
  const { core, channels, pool, config, gateway, pullOf, spool, statementImports, onFailure } = parts;
  const { handling, directory: merchants } = core;
  const store = new PostgresFetchStore(pool);
  const sources = sourcesOf({
    urls: { ...config.billGateways, douyin: config.douyinGateway },
    hosts: config.billHosts,
    douyin: gateway,
    takeLifeRows: takingLifeRows(channels),
    time: REAL_TIME,
    merchants,
    pullOf,
    spool,
  });
  const discard = spool.discard.bind(spool);
  const fetcher = new Fetcher(
    { handling, store, sources, discard, importFile: importing(statementImports) },
    { onFailure: (error) => onFailure('fetching of statements', error) },
  );
  const chore = new Owned(new AdvisoryOwnership(core.workPool, OWNER), fetcher);
  return { fetches: new Fetches({ handling, merchants, store, pullOf }), chore };
}

/** By the way of uploads. */
const importing =
  (imports: StatementImports): ImportFetched =>
  async ({ file: { path, sha256: id, bytes }, name, account, merchant }, context) => {
    const imported = await imports.import({ file: { source: { name, path }, id, bytes }, account, merchant, context });
    return isRejection(imported) ? imported : { rows: imported.statement.rows };
  };

/** By the way of rows that are handed in: one that can not be read is a notice that waits for a person. */
const takingLifeRows =
  (channels: ChannelParts): TakeLifeRows =>
  async ({ account }, texts, { clientKey, accountId }) => {
    const head = JSON.stringify(
      accountId === clientKey ? { account_id: clientKey } : { account_id: accountId, client_key: clientKey },
    );
    const rawBody = Buffer.from(`${head.slice(0, -1)},"rows":[${texts.join(',')}]}`);
    const answer = await receiveLifeLedger(channels, { rawBody, now: now(), ingestActor: `key:statement-fetch:${account}` });
    if ('refusal' in answer) throw new Outage(answer.refusal.code);
    if (answer.body.results.some(({ code }) => code === 'OUTAGE')) throw new Outage('rows of the ledger could not be finished');
  };
