import { forth } from './no-cycles.js';
export const back = (): string => forth();
