import { yuan } from './table.js';

/** Bars that stand side by side: of a day, of a live room, of an age. */
export interface BarGroup {
  /** `2026-09-21`, `7300000000000000001` */
  readonly name: string;
  /** One for each series, minor units. */
  readonly values: readonly number[];
}

export interface Bars {
  /** What the bars of a group are: `online`, `offline`. */
  readonly series: readonly string[];
  readonly groups: readonly BarGroup[];
}

const WIDTH = 960;
const HEIGHT = 420;
const LEFT = 90;
const TOP = 50;
const PLOT_WIDTH = 840;
const PLOT_HEIGHT = 300;
const COLOURS = ['#1f77b4', '#ff7f0e', '#2ca02c', '#d62728', '#9467bd', '#8c564b', '#7f7f7f'];
/** What of a group's width its bars take. */
const FILLED = 0.8;
/** Groups that are named below the axis, at most. */
const NAMED = 12;
const LINES = 4;

/** Groups of bars beside each other, one bar a series. SVG. */
export function chartOf(title: string, { series, groups }: Bars): string {
  const most = Math.max(1, ...groups.flatMap(({ values }) => values));
  const step = PLOT_WIDTH / Math.max(1, groups.length);
  const nth = Math.ceil(groups.length / NAMED);
  const bars = groups.flatMap((group, index) =>
    series.map((name, place) => bar(group, { name, index, place, step, most, width: (step * FILLED) / series.length })),
  );
  const names = groups.flatMap(({ name }, index) =>
    index % nth === 0 ? [text(LEFT + index * step, TOP + PLOT_HEIGHT + 20, name)] : [],
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(WIDTH)} ${String(HEIGHT)}" font-family="sans-serif" font-size="12">
<rect width="100%" height="100%" fill="white"/>
${[text(LEFT, 20, title), ...series.map(legend), ...scale(most), ...bars, ...names].join('\n')}
</svg>
`;
}

interface Place {
  /** Of the series. */
  readonly name: string;
  readonly index: number;
  readonly place: number;
  /** Width of a group, of a bar. */
  readonly step: number;
  readonly width: number;
  readonly most: number;
}

/** Where more was taken back than came there is no bar, and it says so when it is pointed at. */
function bar({ name: group, values }: BarGroup, { name, index, place, step, width, most }: Place): string {
  const value = values[place] ?? 0;
  const height = Math.max(0, (value / most) * PLOT_HEIGHT);
  const x = LEFT + step * (index + (1 - FILLED) / 2) + width * place;
  const size = `x="${x.toFixed(1)}" y="${(TOP + PLOT_HEIGHT - height).toFixed(1)}" width="${width.toFixed(1)}" height="${height.toFixed(1)}"`;
  return `<rect ${size} fill="${colourOf(place)}"><title>${escaped(`${group} ${name} ${yuan(value)}`)}</title></rect>`;
}

const colourOf = (place: number): string => COLOURS[place % COLOURS.length] ?? '';

const legend = (name: string, place: number): string =>
  `<text x="${String(LEFT + place * 120)}" y="40" fill="${colourOf(place)}">${escaped(name)}</text>`;

const scale = (most: number): string[] =>
  Array.from({ length: LINES + 1 }, (_, line) => {
    const y = TOP + PLOT_HEIGHT - (line / LINES) * PLOT_HEIGHT;
    const rule = `<line x1="${String(LEFT)}" x2="${String(LEFT + PLOT_WIDTH)}" y1="${y.toFixed(1)}" y2="${y.toFixed(1)}" stroke="#ddd"/>`;
    return `${rule}${text(10, y + 4, yuan(Math.round((most * line) / LINES)))}`;
  });

const text = (x: number, y: number, words: string): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}">${escaped(words)}</text>`;

const escaped = (words: string): string => words.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
