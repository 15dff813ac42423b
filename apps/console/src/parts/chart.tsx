import { useEffect, useRef, useState, type ReactElement, type ReactNode } from 'react';
import { BarChartOutlined, TableOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { EChartsCoreOption, EChartsType } from 'echarts/core';
import { useTheme } from '../app/theme';
import { PALETTE } from '../app/tokens';
import { COMMON } from '../i18n/common.words';
import { useWords } from '../i18n/language';
import { Panel } from './page';

export type Palette = (typeof PALETTE)['light' | 'dark'];

interface ChartFrameProps {
  readonly title: string;
  /** The figures as they are drawn. */
  readonly drawn: ReactNode;
  /** The same figures as a table. */
  readonly table: ReactNode;
  readonly className?: string;
  /** Too many bars for a phone: there it begins as a table. */
  readonly isForWide?: boolean;
}

const NARROW = '(max-width: 767px)';

interface ChartProps {
  /** What the chart shows, in one sentence, for those who do not see it. */
  readonly says: string;
  readonly option: (palette: Palette) => EChartsCoreOption;
}

/** A chart with its figures one key away: every chart has a table that says the same. */
export const ChartPanel = ({ says, option, ...frame }: ChartProps & Omit<ChartFrameProps, 'drawn'>): ReactElement => (
  <ChartFrame {...frame} drawn={<Chart says={says} option={option} />} />
);

/** The same around what needs no charts to be drawn. */
export function ChartFrame({ title, drawn, table, className = '', isForWide = false }: ChartFrameProps): ReactElement {
  const t = useWords(COMMON);
  const [isTable, setTable] = useState(() => isForWide && matchMedia(NARROW).matches);
  const label = isTable ? t.tableAsChart : t.chartAsTable;
  const tools = (
    <Button
      size="small"
      type="text"
      icon={isTable ? <BarChartOutlined /> : <TableOutlined />}
      aria-label={`${label}: ${title}`}
      title={label}
      onClick={() => setTable(!isTable)}
    />
  );
  return (
    <Panel title={title} tools={tools} isFlush={isTable} className={className}>
      {isTable ? <div className="scroll-x">{table}</div> : drawn}
    </Panel>
  );
}

/** Begins to be loaded this far before it comes into sight. */
const AHEAD = '200px';

/** Drawn when it comes into sight: what draws charts is the largest part of the console, and on a phone most of them stand far below. */
function Chart({ says, option }: ChartProps): ReactElement {
  const { isDark } = useTheme();
  const box = useRef<HTMLDivElement>(null);
  const [chart, setChart] = useState<EChartsType>();
  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    let made: EChartsType | undefined;
    let isGone = false;
    const sizes = new ResizeObserver(() => made?.resize());
    const sight = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        sight.disconnect();
        void import('./echarts').then(({ init }) => {
          if (isGone) return;
          made = init(element);
          sizes.observe(element);
          setChart(made);
        });
      },
      { rootMargin: AHEAD },
    );
    sight.observe(element);
    return () => {
      isGone = true;
      sight.disconnect();
      sizes.disconnect();
      made?.dispose();
      setChart(undefined);
    };
  }, []);
  useEffect(() => {
    const palette = PALETTE[isDark ? 'dark' : 'light'];
    // As text on the canvas: a tooltip of HTML would need inline styles, which the page does not allow.
    const tooltip = {
      renderMode: 'richText',
      confine: true,
      trigger: 'axis',
      backgroundColor: palette.text,
      borderWidth: 0,
      textStyle: { color: isDark ? '#121816' : '#ffffff' },
    };
    chart?.setOption({ animation: false, color: [...palette.series], tooltip, ...option(palette) }, { notMerge: true });
  }, [chart, isDark, option]);
  return <div ref={box} className="chart" role="img" aria-label={says} />;
}
