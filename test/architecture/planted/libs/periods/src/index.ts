export const days = 31;
