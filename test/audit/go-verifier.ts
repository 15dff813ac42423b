import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Where Debian's golang-golang-x-mod-dev puts its sources. */
const PACKAGES = '/usr/share/gocode';
const PROGRAM = join(process.cwd(), 'test', 'audit', 'verifier.go');

function answers(program: string, args: readonly string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

export const HAS_GO = existsSync(join(PACKAGES, 'src/golang.org/x/mod/sumdb/tlog')) && answers('go', ['version']);
export const WITHOUT_GO = 'skipped: go and golang.org/x/mod are not there';

/** Builds the verifier into a folder; answers what it says of some words: `verified`, or why not. */
export function goVerifier(folder: string): (...words: string[]) => string {
  const environment = { GO111MODULE: 'off', GOPATH: PACKAGES, GOFLAGS: '', GOCACHE: join(folder, 'cache') };
  const binary = join(folder, 'verifier');
  execFileSync('go', ['build', '-o', binary, PROGRAM], { env: { ...process.env, ...environment }, stdio: 'pipe' });
  return (...words) => {
    try {
      return execFileSync(binary, words, { stdio: 'pipe' }).toString().trim();
    } catch (error) {
      return (error as { stderr: Buffer }).stderr.toString().trim();
    }
  };
}
