import type { Size } from './growth.bench.js';

const WIDTH = 900;
const HEIGHT = 520;
const LEFT = 70;
const TOP = 40;
const PLOT_WIDTH = 420;
const PLOT_HEIGHT = 420;
const COLOURS = ['#1f77b4', '#ff7f0e', '#2ca02c', '#d62728', '#9467bd', '#8c564b', '#e377c2', '#7f7f7f', '#bcbd22', '#17becf'];
/** Decades above and below where every measure begins. */
const DECADES = 1;

/** Each measure against the size of the ledger, both logarithmic, as a multiple of what it was at the smallest size. SVG. */
export function svgOf(measured: Readonly<Record<string, Size>>): string {
  const sizes = Object.keys(measured).map(Number);
  const names = Object.keys(Object.values(measured)[0] ?? {});
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  const x = (size: number): number =>
    LEFT + (most === least ? 0 : (Math.log10(size / least) / Math.log10(most / least)) * PLOT_WIDTH);
  const y = (multiple: number): number =>
    TOP + PLOT_HEIGHT / 2 - (Math.max(-DECADES, Math.min(DECADES, Math.log10(multiple))) / DECADES) * (PLOT_HEIGHT / 2);
  const lines = names.map((name, index) => {
    const first = measured[String(least)]?.[name] ?? NaN;
    const points = sizes.map(
      (size) => `${x(size).toFixed(1)},${y((measured[String(size)]?.[name] ?? NaN) / first).toFixed(1)}`,
    );
    const colour = COLOURS[index % COLOURS.length] ?? 'black';
    const last = measured[String(most)]?.[name] ?? NaN;
    const at = TOP + 14 + index * 22;
    return `<polyline fill="none" stroke="${colour}" stroke-width="2" points="${points.join(' ')}"/>
<text x="${String(LEFT + PLOT_WIDTH + 30)}" y="${String(at)}" fill="${colour}">${name}: ${String(first)} → ${String(last)}</text>`;
  });
  const ticks = sizes.map(
    (size) => `<text x="${x(size).toFixed(1)}" y="${String(TOP + PLOT_HEIGHT + 20)}">${String(size)}</text>`,
  );
  const multiples = [0.1, 1, 10].map(
    (multiple) => `<text x="20" y="${y(multiple).toFixed(1)}">× ${String(multiple)}</text>
<line x1="${String(LEFT)}" x2="${String(LEFT + PLOT_WIDTH)}" y1="${y(multiple).toFixed(1)}" y2="${y(multiple).toFixed(1)}" stroke="#ddd"/>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(WIDTH)} ${String(HEIGHT)}" font-family="sans-serif" font-size="12">
<rect width="100%" height="100%" fill="white"/>
<text x="${String(LEFT)}" y="20">What grows with the ledger (events in the log → multiple of the first measure)</text>
${[...multiples, ...ticks, ...lines].join('\n')}
</svg>
`;
}
