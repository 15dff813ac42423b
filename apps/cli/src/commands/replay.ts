import { parseArgs } from 'node:util';
import { positionAt } from '#event-log';
import { instant } from '#kernel';
import { openDatabase, openPool } from '#postgres';
import {
  NothingOfScope,
  replay as replayModels,
  type Projection,
  type ModelReplay,
  type ReplayResult,
  type ReplayTo,
  type Scope,
} from '#projections';
import type { LogPlace } from '../../../projector/src/core.js';
import { PROJECTIONS, ledgerCodec } from '../../../projector/src/features.js';
import { orderScope } from '../../../projector/src/replay-order-scope.js';
import { accountScope, merchantScope } from '../../../projector/src/replay-scopes.js';
import { UsageError, type CliCommand, type CommandContext } from '../command.js';
import { openSource, type OpenedSource } from '../replay-source.js';
import { ReplayLine, isWrong, leftOutLines, replayLines } from '../replay-report.js';

/** One for each read model, one that holds the place, one that compares. */
const CONNECTIONS = PROJECTIONS.length + 2;
const LISTED = 20;

export const replay: CliCommand = {
  name: 'replay',
  says:
    'rebuild read models from the log beside those that serve, and name every row that differs: --to POSITION|INSTANT, ' +
    '--account A | --order ID | --merchant M, --models NAME,…, --max ROWS, --from-export FILE (events of an export instead of the log), --database URL, --eventstore URL, --into URL (where it ' +
    'builds), --json; ends with 1 where something differs',
  async run(context) {
    const options = optionsOf(context);
    const { databaseUrl } = options;
    const { dataFolder } = context.config;
    const database = await openDatabase({ folder: dataFolder, ...(databaseUrl !== undefined && { databaseUrl }) });
    try {
      return await replayed({ ...options, databaseUrl: database.url }, context);
    } finally {
      await database.stop();
    }
  },
};

async function replayed(options: Options & LogPlace, { print, asked }: CommandContext): Promise<number> {
  const { databaseUrl, into = databaseUrl, scope, projections, max, isJson } = options;
  const serving = openPool(databaseUrl, { max: 2, applicationName: 'hezhang-replay' });
  const scratch = openPool(into, { max: CONNECTIONS, applicationName: 'hezhang-replay' });
  const stop = new AbortController();
  void asked.then(() => stop.abort());
  const line = new ReplayLine(process.stderr);
  let opened: OpenedSource | undefined;
  try {
    opened = await openSource(options, options.fromExport);
    const { source, end } = opened;
    const to = options.to ?? (end === undefined ? undefined : { position: end });
    const onProgress: ReplayLine['show'] = (now) => line.show(now);
    const places = { source, codec: ledgerCodec(), scratch, serving };
    const asked = { to, scope, projections, max, onProgress, signal: stop.signal };
    const result = await replayModels(places, asked).catch((error: unknown) => {
      throw error instanceof NothingOfScope ? new UsageError(error.message) : error;
    });
    line.end();
    if (isJson) print(JSON.stringify(result));
    else for (const text of reportOf(result, { to, scope })) print(text);
    return wrongIn(result, { to }).length > 0 ? 1 : 0;
  } finally {
    await opened?.close();
    await Promise.all([serving.end(), scratch.end()]);
  }
}

/** Where no end was asked for, what serves more than the log has is wrong too. */
const wrongIn = ({ models }: ReplayResult, { to }: Pick<Options, 'to'>): readonly ModelReplay[] =>
  models.filter(
    (model) => isWrong(model) || (to === undefined && ['SERVES_LATER', 'history'].includes(model.because ?? model.compared)),
  );

function reportOf(result: ReplayResult, options: Pick<Options, 'to' | 'scope'>): string[] {
  const { models, events, seconds } = result;
  const { scope } = options;
  const wrong = wrongIn(result, options).length;
  const speed = `${seconds.toFixed(1)} s, ${String(Math.round(events / Math.max(seconds, 0.001)))}/s`;
  const verdict = wrong === 0 ? 'nothing differs' : `${String(wrong)} READ MODELS DIFFER`;
  const ends = [...models.flatMap(replayLines), ...leftOutLines(result.leftOut)];
  return [...ends, `${scope?.says ?? 'everything'}: ${String(events)} events (${speed}): ${verdict}`];
}

interface Options {
  readonly databaseUrl: string | undefined;
  readonly eventStoreUrl: string | undefined;
  readonly into: string | undefined;
  /** A file to read events from. */
  readonly fromExport: string | undefined;
  readonly to: ReplayTo | undefined;
  readonly scope: Scope | undefined;
  readonly projections: readonly Projection[];
  readonly max: number;
  readonly isJson: boolean;
}

function optionsOf({ args, config }: CommandContext): Options {
  const values = parsed(args);
  return {
    databaseUrl: values.database ?? config.databaseUrl,
    eventStoreUrl: values.eventstore ?? config.eventStoreUrl,
    into: values.into,
    fromExport: values['from-export'],
    to: values.to === undefined ? undefined : toOf(values.to),
    scope: scopeOf(values),
    projections: values.models === undefined ? PROJECTIONS : values.models.split(',').map(modelNamed),
    max: maxOf(values.max),
    isJson: values.json,
  };
}

function parsed(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const options = {
    to: text,
    account: text,
    order: text,
    merchant: text,
    models: text,
    max: text,
    database: text,
    eventstore: text,
    into: text,
    'from-export': text,
    json: { type: 'boolean', default: false },
  } as const;
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** A position as the API gives it, or the number of an event where positions count them. */
function toOf(text: string): ReplayTo {
  if (/^\d{1,16}$/.test(text)) return { position: positionAt(Number(text)) };
  if (/^\d{38}$/.test(text)) return { position: text };
  const ms = Date.parse(text);
  if (/T.*(Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(ms)) return { recordedBy: instant(ms) };
  throw new UsageError('--to is a position, or an instant like 2026-11-27T08:00:00+08:00');
}

function scopeOf({ account, order, merchant }: ReturnType<typeof parsed>): Scope | undefined {
  const scopes = [
    ...(account === undefined ? [] : [accountScope(account, ledgerCodec())]),
    ...(order === undefined ? [] : [orderScope(order)]),
    ...(merchant === undefined ? [] : [merchantScope(merchant)]),
  ];
  if (scopes.length > 1) throw new UsageError('replay takes one of --account, --order and --merchant');
  return scopes[0];
}

export function modelNamed(name: string): Projection {
  const found = PROJECTIONS.find((projection) => projection.name === name);
  if (found) return found;
  const names = PROJECTIONS.map((projection) => projection.name).join(', ');
  throw new UsageError(`There is no read model ${name}; there are ${names}.`);
}

function maxOf(text: string | undefined): number {
  if (text === undefined) return LISTED;
  if (!/^\d{1,7}$/.test(text)) throw new UsageError('--max is a number of rows');
  return Number(text);
}
