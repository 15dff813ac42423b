import { back } from './no-cycles-back.js';
export const forth = (): string => back();
