import type { FastifyInstance } from 'fastify';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { AppendResult } from '#event-log';

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** What Prometheus reads at /metrics. Names carry their unit; labels have few values, never an id. */
export class Metrics {
  readonly registry = new Registry();
  private readonly requests = new Histogram({
    name: 'hezhang_http_request_seconds',
    help: 'Time to answer, by route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: SECONDS,
    registers: [this.registry],
  });
  private readonly appends = new Counter({
    name: 'hezhang_appends_total',
    help: 'Appends to the event log, by result',
    labelNames: ['result'],
    registers: [this.registry],
  });
  private readonly appended = new Counter({
    name: 'hezhang_appended_events_total',
    help: 'Events in accepted appends',
    registers: [this.registry],
  });
  private readonly appendSeconds = new Histogram({
    name: 'hezhang_append_seconds',
    help: 'Time until an append is durable',
    buckets: SECONDS,
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  /** A gauge that is read when somebody looks: label values → number. */
  observe(name: string, help: string, label: string | undefined, read: () => Promise<ReadonlyMap<string, number>>): void {
    new Gauge({
      name,
      help,
      labelNames: label === undefined ? [] : [label],
      registers: [this.registry],
      async collect() {
        this.reset();
        // Where the database is away, what it would say is missing and everything else is still told.
        const values = await read().catch(() => new Map<string, number>());
        for (const [value, number] of values) this.set(label === undefined ? {} : { [label]: value }, number);
      },
    });
  }

  watchHttp(fastify: FastifyInstance): void {
    fastify.addHook('onResponse', (request, reply, done) => {
      const route = request.is404 ? 'none' : (request.routeOptions.url ?? 'none');
      const labels = { method: request.method, route, status: String(reply.statusCode) };
      this.requests.observe(labels, reply.elapsedTime / 1_000);
      done();
    });
  }

  countAppend(events: number, startedAtMs: number, result: AppendResult): void {
    this.appends.inc({ result: result.ok ? 'ok' : result.reason });
    if (result.ok) this.appended.inc(events);
    this.appendSeconds.observe((performance.now() - startedAtMs) / 1_000);
  }
}
