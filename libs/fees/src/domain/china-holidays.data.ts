import { plusDays, type BusinessDate } from '#kernel';
import type { CalendarYear } from './calendar.js';

/**
 * Holidays of mainland China as the State Council announced them. Another year is added here, or published by command; a year
 * published by command stands in for the one here. Read in several reprints of each notice, National Day of 2025 in
 * those of one site only; the notices' own pages on gov.cn were not read. UNVERIFIED: that every channel pays out on a Saturday or Sunday that is worked.
 */
export const CHINA_HOLIDAYS: readonly CalendarYear[] = [
  {
    year: 2025,
    holidays: [
      ...daysOf('2025-01-01', 1), // 元旦
      ...daysOf('2025-01-28', 8), // 春节
      ...daysOf('2025-04-04', 3), // 清明节
      ...daysOf('2025-05-01', 5), // 劳动节
      ...daysOf('2025-05-31', 3), // 端午节
      ...daysOf('2025-10-01', 8), // 国庆节, 中秋节
    ],
    workingDays: days('2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11'),
    source: '国务院办公厅关于2025年部分节假日安排的通知, 国办发明电〔2024〕12号, 2024-11-12',
  },
  {
    year: 2026,
    holidays: [
      ...daysOf('2026-01-01', 3), // 元旦
      ...daysOf('2026-02-15', 9), // 春节
      ...daysOf('2026-04-04', 3), // 清明节
      ...daysOf('2026-05-01', 5), // 劳动节
      ...daysOf('2026-06-19', 3), // 端午节
      ...daysOf('2026-09-25', 3), // 中秋节
      ...daysOf('2026-10-01', 7), // 国庆节
    ],
    workingDays: days('2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'),
    source: '国务院办公厅关于2026年部分节假日安排的通知, 2025-11-04',
  },
];

function days(...texts: readonly string[]): BusinessDate[] {
  return texts as BusinessDate[];
}

function daysOf(first: string, count: number): BusinessDate[] {
  return Array.from({ length: count }, (_, index) => plusDays(first as BusinessDate, index));
}
