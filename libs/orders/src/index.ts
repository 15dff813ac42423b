export * from './domain/order.js';
export * from './domain/order.messages.js';
export * from './orders.feature.js';
export * from './read/order-details.js';
export * from './read/settled-orders.js';
export * from './read/stuck-orders.js';
