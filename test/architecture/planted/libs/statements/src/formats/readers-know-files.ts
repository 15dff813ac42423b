export { order } from '#orders';
