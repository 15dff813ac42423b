export { title } from '../../console/src/pages/audit/page.js';
