import { theme as antTheme, type MappingAlgorithm, type ThemeConfig } from 'antd';

/** Colours that pass AA on their own background in both modes; styles.css has the same as variables. */
export const PALETTE = {
  light: {
    accent: '#0f5c4c',
    gain: '#0b6e4f',
    loss: '#b3261e',
    text: '#1c2422',
    quiet: '#55605d',
    line: '#dfe5e3',
    series: ['#0f5c4c', '#b26a00', '#3b5ba9', '#8a3b6e', '#5c6b2f', '#7a4b2a'],
  },
  dark: {
    accent: '#4fc3a1',
    gain: '#5fd0a5',
    loss: '#ff8a80',
    text: '#e6ecea',
    quiet: '#a3afac',
    line: '#2f3a37',
    series: ['#4fc3a1', '#f0b457', '#8fb0ff', '#e39ac8', '#b9cf7a', '#dba37d'],
  },
} as const;

/** antd dims what it derives from a colour for the dark; ours are chosen for it, and dimmed would fail AA. */
const undimmed: MappingAlgorithm = (_, map = antTheme.darkAlgorithm(antTheme.defaultSeed)) => {
  const { accent, loss } = PALETTE.dark;
  return { ...map, colorPrimary: accent, colorLink: accent, colorInfo: accent, colorError: loss };
};

interface Wanted {
  readonly isDark: boolean;
  /** Cut short by a style sheet instead, motion would leave menus and lists of choices outside of the window. */
  readonly isMoving: boolean;
}

/** What antd makes its styles of. The build makes them, for every theme that can be wanted; the browser reads sizes out of it. */
export const themeOf = ({ isDark, isMoving }: Wanted): ThemeConfig => {
  const { accent, loss, quiet } = PALETTE[isDark ? 'dark' : 'light'];
  return {
    hashed: false,
    algorithm: isDark ? [antTheme.darkAlgorithm, undimmed] : antTheme.defaultAlgorithm,
    token: {
      colorPrimary: accent,
      colorLink: accent,
      colorInfo: accent,
      colorError: loss,
      colorTextDescription: quiet,
      colorTextTertiary: quiet,
      colorTextQuaternary: quiet,
      colorTextPlaceholder: quiet,
      ...(!isDark && { colorWarning: '#7a4f00', colorWarningBg: '#fff6dd' }),
      borderRadius: 6,
      motion: isMoving,
      fontFamily:
        "-apple-system, BlinkMacSystemFont, 'Segoe UI', 'PingFang SC', 'Hiragino Sans GB', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif",
      ...(isDark
        ? {
            colorBgBase: '#121816',
            colorTextLightSolid: '#06231c',
            colorPrimaryBg: '#1c332c',
            colorInfoBg: '#16261f',
            colorInfoBorder: '#2c5447',
          }
        : { colorBgLayout: '#f3f6f5', colorPrimaryBg: '#e2f0eb', colorInfoBg: '#eaf4f0', colorInfoBorder: '#b9d8cd' }),
    },
  };
};
