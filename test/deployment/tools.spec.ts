import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COMPOSE_FILES, textOf } from './files.js';

interface Run {
  readonly passes: boolean;
  readonly says: string;
}

function run([program = '', ...args]: readonly string[], env: NodeJS.ProcessEnv = {}, input = ''): Run {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', env: { ...process.env, ...env }, input });
  return { passes: status === 0, says: `${stdout}${stderr}` };
}

/** A test where the tool is, else one that says by name that it was skipped. */
function where(tool: readonly string[], probe: string, name: string, test: () => void): void {
  if (run([...tool, probe]).passes) it(`${tool.join(' ')}: ${name}`, test);
  else it.skip(`${tool.join(' ')} is not here, so this was not tried: ${name}`, test);
}

const passes = ({ passes: isPassed, says }: Run): void => expect([isPassed, isPassed ? '' : says]).toEqual([true, '']);

describe('the tools’ own verdicts', () => {
  const demanded = (path: string): [string, string][] =>
    [...textOf(path).matchAll(/\$\{(\w+):\?/g)].map(([, name = '']) => [name, 'sixteen-or-more-characters']);

  // The old Compose, which does not know `name`, is better than none.
  const isOld = !run(['docker', 'compose', 'version']).passes && run(['docker-compose', 'version']).passes;
  const compose = isOld ? ['docker-compose'] : ['docker', 'compose'];
  const configOf = (path: string, env: NodeJS.ProcessEnv): Run => {
    const text = isOld ? textOf(path).replace(/^name: .*$/m, '') : textOf(path);
    return run([...compose, '--project-directory', 'docker', '-f', '-', 'config', '-q'], env, text);
  };
  for (const path of COMPOSE_FILES) {
    where(compose, 'version', `${path} is valid`, () => {
      passes(configOf(path, Object.fromEntries(demanded(path))));
      expect(configOf(path, Object.fromEntries(demanded(path).map(([name]) => [name, '']))).passes).toBe(false);
    });
  }

  where(['haproxy'], '-v', 'haproxy.cfg is valid', () => passes(run(['haproxy', '-c', '-f', 'docker/haproxy/haproxy.cfg'])));

  where(['promtool'], '--version', 'configuration and rules are valid', () => {
    const folder = mkdtempSync(join(tmpdir(), 'hezhang-prometheus-'));
    try {
      cpSync('docker/prometheus', folder, { recursive: true });
      const file = join(folder, 'prometheus.yml');
      writeFileSync(file, readFileSync(file, 'utf8').replaceAll('/etc/prometheus', folder));
      passes(run(['promtool', 'check', 'config', file]));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  where(['kubectl', 'kustomize'], '--help', 'the manifests are one kustomization', () => {
    passes(run(['kubectl', 'kustomize', 'docker/kubernetes']));
  });

  it.each(['postgres/create-ledger.sh', 'postgres/allow-replica.sh', 'postgres/start-replica.sh'])('sh: %s parses', (path) => {
    passes(run(['sh', '-n', `docker/${path}`]));
  });
});
