export { word } from '../../../libs/kernel/src/index.js';
