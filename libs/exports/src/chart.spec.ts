import { accounts } from '#kernel';
import { AccountsUnmapped, Chart, ChartInvalid } from './chart.js';
import { chartOf } from './report-chart.js';

describe('the chart of accounts', () => {
  it('that ships has a place for every account that anything books on', () => {
    const all = Object.entries(accounts).flatMap(([name, make]) =>
      name.startsWith('instructed')
        ? ['capture', 'refund'].map((kind) => (make as (...parts: string[]) => string)(kind, '1'))
        : [(make as (...parts: string[]) => string)('a', 'b')],
    );
    expect(all.length).toBeGreaterThan(25);
    Chart.shipped.assertHolds(all);
    expect(Chart.shipped.placeOf('assets:receivable:douyin-life:x')).toEqual({ code: '1122', name: '应收账款-抖音来客待分账' });
    expect(Chart.shipped.placeOf('assets:receivable:douyin:x').name).toBe('应收账款-抖音待结算');
  });

  it('takes the longest path, whole steps only, and names all that it does not hold', () => {
    const chart = Chart.of({
      accounts: [
        { path: 'assets', code: '1', name: 'all' },
        { path: 'assets:bank:a', code: '2', name: 'one' },
      ],
    });
    expect(['assets:bank:a:x', 'assets:bank:ab', 'assets'].map((account) => chart.placeOf(account).code)).toEqual([
      '2',
      '1',
      '1',
    ]);
    expect(() => chart.assertHolds(['assets:x', 'equity:y', 'memo:z'])).toThrow(new AccountsUnmapped(['equity:y', 'memo:z']));
    expect(() => chart.placeOf('assetsx')).toThrow(AccountsUnmapped);
  });

  it.each([
    [null, 'must be a list'],
    [{ accounts: [] }, 'must be a list'],
    [{ accounts: [{ path: '', code: '1', name: 'x' }] }, 'accounts.0.path'],
    [{ accounts: [{ path: 'a', code: 1002, name: 'x' }] }, 'accounts.0.code'],
    [{ accounts: [{ path: 'a', code: '1', name: ' ' }] }, 'accounts.0.name'],
    [
      {
        accounts: [
          { path: 'a', code: '1', name: 'x' },
          { path: 'a', code: '2', name: 'y' },
        ],
      },
      'twice',
    ],
  ])('is not %j', (content, says) => {
    expect(() => Chart.of(content)).toThrow(ChartInvalid);
    expect(() => Chart.of(content)).toThrow(says);
  });
});

describe('the chart of a report', () => {
  it('has a bar for each side of a day, as high as what was sold, none below zero', () => {
    const svg = chartOf('Sold <& more', {
      series: ['online', 'offline'],
      groups: [
        { name: '2026-09-21', values: [20_000, 10_000] },
        { name: '2026-09-22', values: [-500, 0] },
      ],
    });
    const bars = [...svg.matchAll(/height="([\d.]+)" fill="[^"]+"><title>([^<]+)</g)].map(([, height, title]) => [
      title,
      height,
    ]);
    expect(bars).toEqual([
      ['2026-09-21 online 200.00', '300.0'],
      ['2026-09-21 offline 100.00', '150.0'],
      ['2026-09-22 online -5.00', '0.0'],
      ['2026-09-22 offline 0.00', '0.0'],
    ]);
    expect(svg).toContain('Sold &lt;&amp; more');
    expect(chartOf('nothing', { series: [], groups: [] })).toContain('</svg>');
  });
});
