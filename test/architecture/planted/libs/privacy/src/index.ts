export const persons = 'sealed';
