export const title = 'audit';
