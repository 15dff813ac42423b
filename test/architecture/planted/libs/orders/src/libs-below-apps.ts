export { setting } from '../../../apps/server/src/environment.js';
