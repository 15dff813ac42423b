import { yuan } from './table.js';

/** What was sold on a day, week or month, by side; minor units. */
export interface Sold {
  /** `YYYY-MM-DD` */
  readonly day: string;
  readonly online: number;
  readonly offline: number;
}

const WIDTH = 960;
const HEIGHT = 420;
const LEFT = 90;
const TOP = 50;
const PLOT_WIDTH = 840;
const PLOT_HEIGHT = 300;
const COLOURS = { online: '#1f77b4', offline: '#ff7f0e' } as const;
const SIDES = ['online', 'offline'] as const;
/** Days that are named below the axis, at most. */
const NAMED_DAYS = 12;
const LINES = 4;

/** Bars for every day, online beside offline. SVG. */
export function chartOf(title: string, sold: readonly Sold[]): string {
  const most = Math.max(1, ...sold.flatMap(({ online, offline }) => [online, offline]));
  const step = PLOT_WIDTH / Math.max(1, sold.length);
  const nth = Math.ceil(sold.length / NAMED_DAYS);
  const bars = sold.flatMap((day, index) => SIDES.map((side, place) => bar(day, { side, index, place, step, most })));
  const names = sold.flatMap(({ day }, index) =>
    index % nth === 0 ? [text(LEFT + index * step, TOP + PLOT_HEIGHT + 20, day)] : [],
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(WIDTH)} ${String(HEIGHT)}" font-family="sans-serif" font-size="12">
<rect width="100%" height="100%" fill="white"/>
${[text(LEFT, 20, title), ...legend(), ...scale(most), ...bars, ...names].join('\n')}
</svg>
`;
}

interface Place {
  readonly side: (typeof SIDES)[number];
  readonly index: number;
  readonly place: number;
  /** Width of a day. */
  readonly step: number;
  readonly most: number;
}

/** A day on which more was taken back than sold has no bar, and says so when it is pointed at. */
function bar(sold: Sold, { side, index, place, step, most }: Place): string {
  const height = Math.max(0, (sold[side] / most) * PLOT_HEIGHT);
  const x = LEFT + step * (index + 0.1 + 0.4 * place);
  const size = `x="${x.toFixed(1)}" y="${(TOP + PLOT_HEIGHT - height).toFixed(1)}" width="${(step * 0.4).toFixed(1)}" height="${height.toFixed(1)}"`;
  return `<rect ${size} fill="${COLOURS[side]}"><title>${sold.day} ${side} ${yuan(sold[side])}</title></rect>`;
}

const legend = (): string[] =>
  SIDES.map((side, place) => `<text x="${String(LEFT + place * 80)}" y="40" fill="${COLOURS[side]}">${side}</text>`);

const scale = (most: number): string[] =>
  Array.from({ length: LINES + 1 }, (_, line) => {
    const y = TOP + PLOT_HEIGHT - (line / LINES) * PLOT_HEIGHT;
    const rule = `<line x1="${String(LEFT)}" x2="${String(LEFT + PLOT_WIDTH)}" y1="${y.toFixed(1)}" y2="${y.toFixed(1)}" stroke="#ddd"/>`;
    return `${rule}${text(10, y + 4, yuan(Math.round((most * line) / LINES)))}`;
  });

const text = (x: number, y: number, words: string): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}">${words.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</text>`;
