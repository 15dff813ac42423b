import { migrate, openDatabase, openPool } from '#postgres';
import { PROJECTION_MIGRATIONS, RebuildRefused, rebuild as rebuildProjection, type Projection } from '#projections';
import { openLog } from '../../../projector/src/core.js';
import { PROJECTIONS, ledgerCodec } from '../../../projector/src/features.js';
import { UsageError, type CliCommand, type CommandContext } from '../command.js';
import { RebuildLine } from '../rebuild-line.js';

type BuildContext = Parameters<typeof rebuildProjection>[0];

export const rebuild: CliCommand = {
  name: 'rebuild',
  says: `build read models anew from the log, beside those that serve, then swap: ${names(PROJECTIONS)} (none: all)`,
  async run(context) {
    const wanted = chosen(context.args);
    const { databaseUrl, eventStoreUrl, dataFolder } = context.config;
    const database = await openDatabase({ folder: dataFolder, ...(databaseUrl !== undefined && { databaseUrl }) });
    const pool = openPool(database.url, { applicationName: 'hezhang-rebuild' });
    try {
      await migrate(pool, PROJECTION_MIGRATIONS);
      const log = await openLog({ databaseUrl: database.url, eventStoreUrl });
      try {
        return await rebuildAll({ pool, log, codec: ledgerCodec() }, wanted, context);
      } finally {
        await log.close();
      }
    } finally {
      await pool.end();
      await database.stop();
    }
  },
};

function names(projections: readonly Projection[]): string {
  return projections.map(({ name }) => name).join(', ');
}

function chosen(args: readonly string[]): readonly Projection[] {
  const unknown = args.find((name) => !PROJECTIONS.some((projection) => projection.name === name));
  if (unknown !== undefined) throw new UsageError(`There is no read model ${unknown}; there are ${names(PROJECTIONS)}.`);
  return args.length === 0 ? PROJECTIONS : PROJECTIONS.filter(({ name }) => args.includes(name));
}

/** One after another: each is set-based and keeps PostgreSQL busy. Answers the number that were refused. */
async function rebuildAll(build: BuildContext, wanted: readonly Projection[], context: CommandContext): Promise<number> {
  const stop = new AbortController();
  void context.asked.then(() => stop.abort());
  let refused = 0;
  for (const projection of wanted) {
    const line = new RebuildLine(process.stdout, projection.name);
    try {
      line.finish(await rebuildProjection(build, projection, { onProgress: (now) => line.show(now), signal: stop.signal }));
    } catch (error) {
      if (!(error instanceof RebuildRefused)) throw error;
      line.refuse(error.message);
      refused += 1;
    }
  }
  return refused;
}
