import { decodeConfig } from '../../server/src/config.js';
import { endOnUncaught } from '../../server/src/unplanned-end.js';
import { askedToStop } from './asked-to-stop.js';
import type { CliCommand } from './command.js';
import { errorLine } from './error-line.js';

/** Loaded when called: `help` needs no server. */
const COMMANDS: Readonly<Record<string, () => Promise<CliCommand>>> = {
  start: async () => (await import('./commands/start.js')).start,
  demo: async () => (await import('./commands/demo.js')).demo,
  'simulate-fees': async () => (await import('./commands/simulate-fees.js')).simulateFees,
  checkup: async () => (await import('./commands/checkup.js')).checkup,
  export: async () => (await import('./commands/export.js')).exporting,
  report: async () => (await import('./commands/report.js')).report,
  backfill: async () => (await import('./commands/backfill.js')).backfill,
  fetch: async () => (await import('./commands/fetch.js')).fetchBills,
  terminal: async () => (await import('./commands/terminal.js')).terminal,
  import: async () => (await import('./commands/import.js')).importStatements,
  reconcile: async () => (await import('./commands/reconcile.js')).reconcile,
  verify: async () => (await import('./commands/verify.js')).verify,
  evidence: async () => (await import('./commands/evidence.js')).evidence,
  sample: async () => (await import('./commands/sample.js')).sample,
  'migrate-log': async () => (await import('./commands/migrate-log.js')).migrateLog,
  'audit-key': async () => (await import('./commands/audit-key.js')).auditKey,
  forget: async () => (await import('./commands/forget.js')).forget,
  witness: async () => (await import('./commands/witness.js')).witness,
  replay: async () => (await import('./commands/replay.js')).replay,
  rebuild: async () => (await import('./commands/rebuild.js')).rebuild,
};

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

async function main(words: readonly string[]): Promise<number> {
  const [parent, [name = 'help', ...args]] = takeParent(words);
  const load = COMMANDS[name];
  if (!load) return help(name);
  const command = await load();
  return command.run({ config: decodeConfig(process.env), args, print, asked: askedToStop(parent) });
}

/** The launcher's word, before the command: the process whose end is our end. */
function takeParent(words: readonly string[]): [number | undefined, readonly string[]] {
  const parent = /^--parent=(\d+)$/.exec(words[0] ?? '')?.[1];
  return parent === undefined ? [undefined, words] : [Number(parent), words.slice(1)];
}

async function help(name: string): Promise<number> {
  const isWanted = ['help', '--help', '-h'].includes(name);
  if (!isWanted) print(`There is no command ${name}.`);
  print('hezhang <command>, or npm run <command> -- <options>');
  for (const load of Object.values(COMMANDS)) {
    const command = await load();
    print(`  ${command.name.padEnd(13)} ${command.says}`);
  }
  return isWanted ? 0 : 2;
}

// Whoever read what we print may have gone, as `| head` does: what is under way goes on.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

endOnUncaught();
main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${errorLine(error)}\n`);
    process.exit(1);
  },
);
