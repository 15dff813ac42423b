export { fake } from '#orders/testing';
