import { setTimeout as sleep } from 'node:timers/promises';

/** Each check answers, or says by throwing what is wrong. */
export type Check = () => Promise<unknown>;

export interface ReadinessReport {
  readonly status: 'ok' | 'unavailable';
  readonly checks: Readonly<Record<string, string>>;
}

const ANSWER_WITHIN_MS = 2_000;
const BEGIN_WITHIN_MS = 60_000;
const KNOCK_EVERY_MS = 100;

/** Whether this process can do its work now. What is wrong is named without addresses or credentials. */
export class Readiness {
  private closing = false;

  constructor(private readonly checks: Readonly<Record<string, Check>>) {}

  /** From here on not ready: a balancer stops sending before connections close. */
  close(): void {
    this.closing = true;
  }

  async report(): Promise<ReadinessReport> {
    const names = Object.keys(this.checks);
    const says = await Promise.all(names.map((name) => this.run(name)));
    const checks = Object.fromEntries(names.map((name, index) => [name, says[index] ?? 'ok']));
    const ok = !this.closing && says.every((said) => said === 'ok');
    return { status: ok ? 'ok' : 'unavailable', checks: this.closing ? { ...checks, server: 'stopping' } : checks };
  }

  /** Knocks until all of it answers, before anybody is told that they may come. @throws NotReady with what does not */
  async begun(withinMs = BEGIN_WITHIN_MS): Promise<void> {
    const until = performance.now() + withinMs;
    for (;;) {
      const { status, checks } = await this.report();
      if (status === 'ok') return;
      const wrong = Object.entries(checks).filter(([, says]) => says !== 'ok');
      if (performance.now() > until) throw new NotReady(wrong.map((each) => each.join(': ')).join(', '));
      await sleep(KNOCK_EVERY_MS);
    }
  }

  private async run(name: string): Promise<string> {
    const check = this.checks[name];
    if (!check) return 'ok';
    const timeout = Promise.withResolvers<string>();
    const timer = setTimeout(() => timeout.resolve('does not answer'), ANSWER_WITHIN_MS);
    const outcome = check().then(
      () => 'ok',
      (error: unknown) => (error instanceof NotReady ? error.message : 'unreachable'),
    );
    try {
      return await Promise.race([outcome, timeout.promise]);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Says in a few words what is wrong; shown to whoever asks. */
export class NotReady extends Error {
  override readonly name = 'NotReady';
}
