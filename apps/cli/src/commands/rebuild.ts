import { userInfo } from 'node:os';
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { AUDIT_MIGRATIONS, certifierOf, signerOf } from '#audit';
import { migrate, openDatabase, openPool } from '#postgres';
import {
  PROJECTION_MIGRATIONS,
  RebuildRefused,
  rebuild as rebuildProjection,
  replay,
  rollBack,
  sourceOf,
  type Projection,
  type RebuildOptions,
} from '#projections';
import { codeVersion } from '../../../projector/src/code-version.js';
import { openLog } from '../../../projector/src/core.js';
import { PROJECTIONS, ledgerCodec } from '../../../projector/src/features.js';
import { auditKeysAtHand } from '../../../server/src/key-files.js';
import { UsageError, type CliCommand, type CommandContext } from '../command.js';
import { RebuildLine } from '../rebuild-line.js';
import { ReplayLine, replayLines } from '../replay-report.js';
import { modelNamed } from './replay.js';

type BuildContext = Parameters<typeof rebuildProjection>[0];

/** A rebuild holds four; a dry run one for each read model, one that holds its place, and one on each side to compare. */
const CONNECTIONS = PROJECTIONS.length + 4;

export const rebuild: CliCommand = {
  name: 'rebuild',
  says:
    'build read models anew from the log, beside those that serve, prove them and swap: NAME … (none: all), ' +
    '--dry-run (list what would change, swap nothing), --accept-difference (swap all the same: the log is right), ' +
    '--roll-back (serve the generation before), --certificate FILE (of one that was swapped)',
  async run(context) {
    const options = optionsOf(context.args);
    const { databaseUrl, eventStoreUrl, dataFolder } = context.config;
    const database = await openDatabase({ folder: dataFolder, ...(databaseUrl !== undefined && { databaseUrl }) });
    const pool = openPool(database.url, { max: CONNECTIONS, applicationName: 'hezhang-rebuild' });
    try {
      await migrate(pool, [...PROJECTION_MIGRATIONS, ...AUDIT_MIGRATIONS]);
      const log = await openLog({ databaseUrl: database.url, eventStoreUrl });
      try {
        const build = { pool, log, codec: ledgerCodec() };
        return await (options.isDry ? dryRun(build, options, context) : swapAll(build, options, context));
      } finally {
        await log.close();
      }
    } finally {
      await pool.end();
      await database.stop();
    }
  },
};

interface Options {
  readonly wanted: readonly Projection[];
  readonly isDry: boolean;
  readonly isBack: boolean;
  readonly acceptDifference: boolean;
  readonly certificate: string | undefined;
}

function optionsOf(args: readonly string[]): Options {
  const { values, positionals } = parsed(args);
  const { 'dry-run': isDry, 'roll-back': isBack, 'accept-difference': acceptDifference, certificate } = values;
  if ([isDry, isBack, acceptDifference].filter(Boolean).length > 1)
    throw new UsageError('rebuild takes one of --dry-run, --roll-back and --accept-difference');
  if (positionals.length !== 1 && (isBack || certificate !== undefined))
    throw new UsageError('--roll-back and --certificate are of one read model');
  if (isDry && certificate !== undefined) throw new UsageError('a dry run swaps nothing that could be certified');
  const wanted = positionals.length === 0 ? PROJECTIONS : positionals.map(modelNamed);
  return { wanted, isDry, isBack, acceptDifference, certificate };
}

function parsed(args: readonly string[]) {
  const flag = { type: 'boolean', default: false } as const;
  const options = {
    'dry-run': flag,
    'roll-back': flag,
    'accept-difference': flag,
    certificate: { type: 'string' },
  } as const;
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** One after another: each is set-based and keeps PostgreSQL busy. Answers the number that were refused. */
async function swapAll(build: BuildContext, options: Options, context: CommandContext): Promise<number> {
  const { isBack, acceptDifference, wanted, certificate } = options;
  const notes: string[] = [];
  const signers = (await auditKeysAtHand(context.config)).map(signerOf);
  const certify = certifierOf({ signers, code: codeVersion(), onWritten: (note) => notes.push(note) });
  const stop = new AbortController();
  void context.asked.then(() => stop.abort());
  const how: RebuildOptions = { signal: stop.signal, acceptDifference, askedBy: `shell:${userInfo().username}` };
  let refused = 0;
  for (const projection of wanted) {
    const line = new RebuildLine(process.stdout, projection.name);
    try {
      const does = isBack ? rollBack : rebuildProjection;
      line.finish(await does({ ...build, certify }, projection, { ...how, onProgress: (now) => line.show(now) }));
    } catch (error) {
      if (!(error instanceof RebuildRefused)) throw error;
      line.refuse(error.message);
      refused += 1;
    }
  }
  const note = notes.at(-1);
  if (certificate !== undefined && note !== undefined) await writeFile(certificate, note);
  return refused;
}

/** What the code that runs would change. Answers 0 also where it would change something: that is what was asked. */
async function dryRun({ pool, log, codec }: BuildContext, { wanted }: Options, context: CommandContext): Promise<number> {
  const line = new ReplayLine(process.stderr);
  const stop = new AbortController();
  void context.asked.then(() => stop.abort());
  const { models } = await replay(
    { source: sourceOf(log), codec, scratch: pool, serving: pool },
    { projections: wanted, acrossVersions: true, signal: stop.signal, onProgress: (now) => line.show(now) },
  );
  line.end();
  for (const model of models) {
    const { name, version, servingVersion } = model;
    const versions =
      servingVersion === version ? `version ${String(version)}` : `version ${String(servingVersion)} → ${String(version)}`;
    context.print(`${name}: ${versions}`);
    for (const text of replayLines(model)) context.print(text);
  }
  return models.some(({ error, violations }) => error !== undefined || violations.length > 0) ? 1 : 0;
}
