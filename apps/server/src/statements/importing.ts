import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  cardNumbersIn,
  maskCardNumbers,
  receiveAccountItems,
  receiveLifeLedger,
  receiveSettleBill,
  type RowsAnswer,
} from '#channels';
import { Outage } from '#kernel';
import { merchantDecider, setupStreams } from '#merchants';
import {
  StatementImports,
  openStatement,
  type ColumnMapping,
  type ImportDeps,
  type DouyinRowResult,
  type TakeDouyinRows,
} from '#statements';
import type { Core } from '../../../projector/src/core.js';
import type { ChannelParts } from '../channels/channel-door.js';
import { now } from '../channels/taking.js';
import type { Config } from '../config.js';
import { Spool } from './spool.js';

export interface StatementParts {
  readonly statementImports: StatementImports;
  readonly spool: Spool;
}

export function statementsOf(
  { handling, directory, persons }: Core & Pick<ImportDeps, 'persons'>,
  channels: ChannelParts,
  { dataFolder, statementLimitBytes }: Config,
): StatementParts {
  const statementImports = new StatementImports({
    handling,
    merchants: directory,
    isMerchant: async (id) => (await handling.load(setupStreams.merchant(id), merchantDecider)).state.registered !== undefined,
    takeDouyinRows: takingDouyinRows(channels),
    persons,
    masked: (text) => maskCardNumbers(text, cardNumbersIn(text, 'issued')),
    open: async (source) => openStatement(source, await mappingsIn(join(dataFolder, 'mappings'))),
  });
  return { statementImports, spool: new Spool(join(dataFolder, 'spool'), statementLimitBytes) };
}

/** Column mappings of this installation, read each time: one that was added counts at once. What is wrong with one, the reader says. */
async function mappingsIn(folder: string): Promise<ColumnMapping[]> {
  const names = await readdir(folder).catch(() => []);
  const files = names.filter((name) => name.endsWith('.json')).sort();
  return Promise.all(files.map(async (name) => orText(await readFile(join(folder, name), 'utf8')) as ColumnMapping));
}

function orText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

const DOORS = {
  'settle-row': { receive: receiveSettleBill, named: 'shop_id' },
  'account-item': { receive: receiveAccountItems, named: 'shop_id' },
  'life-ledger-row': { receive: receiveLifeLedger, named: 'account_id' },
} as const;

/** Rows of files take the way of rows of the platform's API: a row that is not taken is a notice that can be replayed. */
const takingDouyinRows =
  (channels: ChannelParts): TakeDouyinRows =>
  async (kind, { account, actor, rows }) => {
    const { receive, named } = DOORS[kind];
    const rawBody = Buffer.from(`{${JSON.stringify(named)}:${JSON.stringify(account)},"rows":[${rows.join(',')}]}`);
    const answer = await receive(channels, { rawBody, now: now(), ingestActor: actor });
    if ('refusal' in answer) throw new Outage(answer.refusal.code);
    return answer.body.results.map(douyinRowResult);
  };

function douyinRowResult({ status, code = status, detail = '' }: RowsAnswer['results'][number]): DouyinRowResult {
  if (code === 'OUTAGE') throw new Outage(detail);
  if (status === 'applied') return { status: 'recorded' };
  return status === 'parked' || status === 'refused' ? { status: 'quarantined', code, says: detail } : { status: 'known' };
}
