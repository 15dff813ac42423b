export { title } from '../audit/page.js';
