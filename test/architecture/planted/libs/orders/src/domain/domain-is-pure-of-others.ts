export { order } from '../index.js';
