export { days } from '#periods';
