export { persons } from '#privacy';
