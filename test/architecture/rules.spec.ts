import { execFile } from 'node:child_process';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';

/** A small repository in which every rule is broken once, in the file that has the rule's name. */
const PLANTED = join(process.cwd(), 'test', 'architecture', 'planted');

async function runTool(script: string, args: readonly string[]): Promise<string> {
  const command = [join(process.cwd(), 'node_modules', script), ...args];
  const options = { cwd: PLANTED, maxBuffer: 50_000_000 };
  // These tools end with 1 when they find something, which is what we hope for.
  return promisify(execFile)(process.execPath, command, options).then(
    ({ stdout }) => stdout,
    (error: unknown) => (error as { stdout: string }).stdout,
  );
}

interface Cruise {
  readonly summary: {
    readonly violations: readonly { readonly from: string; readonly to: string; readonly rule: { readonly name: string } }[];
    readonly ruleSetUsed: { readonly forbidden: readonly { readonly name: string }[] };
  };
}

interface Linted {
  readonly filePath: string;
  readonly messages: readonly { readonly ruleId: string }[];
}

describe('the dependency rules', () => {
  let cruise: Cruise['summary'];

  beforeAll(async () => {
    const args = ['--config=../../../.dependency-cruiser.mjs', '--no-cache', '--output-type=json', 'apps', 'libs'];
    const output = await runTool('dependency-cruiser/bin/dependency-cruise.mjs', args);
    cruise = (JSON.parse(output) as Cruise).summary;
  });

  it('each fire on the violation planted for them', () => {
    const fired = cruise.violations.filter(({ from, rule }) => from.includes(`/${rule.name}`)).map(({ rule }) => rule.name);
    expect([...new Set(fired)].sort()).toEqual(cruise.ruleSetUsed.forbidden.map(({ name }) => name).sort());
  });

  it('keep a domain folder from node and from the rest of its own feature', () => {
    const broken = cruise.violations.filter(({ rule }) => rule.name === 'domain-is-pure').map(({ from, to }) => [from, to]);
    expect(broken).toEqual([
      ['libs/orders/src/domain/domain-is-pure-of-others.ts', 'libs/orders/src/index.ts'],
      ['libs/orders/src/domain/domain-is-pure.ts', 'crypto'],
    ]);
  });
});

describe('the lint rules', () => {
  let broken: string[];

  beforeAll(async () => {
    const output = await runTool('eslint/bin/eslint.js', ['--config=../../../eslint.config.mjs', '--format=json', 'apps']);
    broken = (JSON.parse(output) as Linted[]).flatMap(({ filePath, messages }) =>
      messages.map(({ ruleId }) => `${relative(PLANTED, filePath)} ${ruleId}`),
    );
  });

  it.each([
    'apps/server/src/environment.ts no-restricted-properties',
    'apps/server/src/promise.ts @typescript-eslint/no-floating-promises',
    'apps/server/src/long-file.ts max-lines',
    'apps/server/src/long-function.ts max-lines-per-function',
  ])('fire: %s', (violation) => {
    expect(broken).toContain(violation);
  });
});
