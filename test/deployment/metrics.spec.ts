import { Metrics } from '../../apps/server/src/operations/metrics.js';
import { watchStanding } from '../../apps/server/src/operations/standing-metrics.js';
import { watchFollowing } from '../../apps/projector/src/watch-projector.js';
import { textOf, yamlOf } from './files.js';

/** What Prometheus adds to what it scrapes. */
const OF_PROMETHEUS = new Map([['up', [] as readonly string[]]]);
const LABELS_OF_PROMETHEUS = ['job', 'instance', 'le'];
const SERIES_OF_A_HISTOGRAM = ['_bucket', '_sum', '_count'];

/** Every series that a server or a projector really has, and its labels, whichever log it stands on. */
function seriesInCode(): ReadonlyMap<string, readonly string[]> {
  const series = (['events', 'bytes'] as const).flatMap((sizeUnit) => [...seriesOver({ sizeUnit })]);
  return new Map([...OF_PROMETHEUS, ...series]);
}

function seriesOver(log: { readonly sizeUnit: 'events' | 'bytes' }): ReadonlyMap<string, readonly string[]> {
  const metrics = new Metrics();
  watchStanding(metrics, { log } as Parameters<typeof watchStanding>[1]);
  watchFollowing(metrics, { stateOf: () => undefined });
  const all = metrics.registry.getMetricsAsArray() as unknown as { name: string; type: string; labelNames: string[] }[];
  const series = all.flatMap(({ name, type, labelNames }) =>
    (type === 'histogram' ? SERIES_OF_A_HISTOGRAM : ['']).map((suffix) => [name + suffix, labelNames] as const),
  );
  return new Map(series);
}

interface Asked {
  readonly series: string[];
  readonly labels: string[];
}

const OPERATORS = new Set(['or', 'and', 'unless']);
const words = (text: string): string[] => (text.match(/[a-z_]\w*/gi) ?? []).filter((word) => !OPERATORS.has(word));

/** The names in a PromQL expression: `by (…)` and matchers hold labels; what is not called is a series. */
function asked(expression: string): Asked {
  const groups = [...expression.matchAll(/\bby \(([^)]*)\)/g)].map(([, inside = '']) => inside);
  const matchers = [...expression.matchAll(/\{([^}]*)\}/g)].map(([, inside = '']) => inside.replaceAll(/"[^"]*"/g, ''));
  const bare = expression.replaceAll(/\bby \([^)]*\)|\{[^}]*\}|\[[^\]]*\]|\b\d\S*/g, ' ');
  return { series: words(bare.replaceAll(/\b\w+(?=\s*\()/g, ' ')), labels: words([...groups, ...matchers].join(' ')) };
}

function unknownIn(expression: string): string[] {
  const known = seriesInCode();
  const { series, labels } = asked(expression);
  const allowed = new Set([...LABELS_OF_PROMETHEUS, ...series.flatMap((name) => known.get(name) ?? [])]);
  return [...series.filter((name) => !known.has(name)), ...labels.filter((label) => !allowed.has(label))];
}

interface Dashboard {
  readonly panels: readonly { readonly title: string; readonly targets: readonly { readonly expr: string }[] }[];
}
interface Alerts {
  readonly groups: readonly { readonly rules: readonly { readonly alert: string; readonly expr: string }[] }[];
}

const panels = (JSON.parse(textOf('grafana/dashboards/hezhang.json')) as Dashboard).panels;
const alerts = (yamlOf('prometheus/alerts.yml') as Alerts).groups.flatMap(({ rules }) => rules);

describe('what is watched', () => {
  it.each(panels)('panel "$title" asks for what is there', ({ targets }) => {
    expect(targets.flatMap(({ expr }) => unknownIn(expr))).toEqual([]);
  });

  it.each(alerts)('alert $alert asks for what is there', ({ expr }) => {
    expect(unknownIn(expr)).toEqual([]);
  });

  it('is everything that the ledger counts', () => {
    const shown = new Set(panels.flatMap(({ targets }) => targets.flatMap(({ expr }) => asked(expr).series)));
    const families = [...seriesInCode().keys()].filter((name) => name.startsWith('hezhang_'));
    const isShown = (name: string): boolean => [...shown].some((each) => stem(each) === stem(name));
    expect(families.filter((name) => !isShown(name))).toEqual([]);
  });

  it('would not pass with a series or a label that does not exist', () => {
    expect(unknownIn('sum by (projection) (hezhang_projection_lag)')).toEqual(['hezhang_projection_lag', 'projection']);
    expect(unknownIn('max by (reaction) (hezhang_projection_failed{shop="x"}) == 1')).toEqual(['reaction', 'shop']);
    expect(unknownIn('rate(hezhang_append_seconds[5m])')).toEqual(['hezhang_append_seconds']);
  });
});

const stem = (name: string): string => name.replace(/_(bucket|sum|count)$/, '');
