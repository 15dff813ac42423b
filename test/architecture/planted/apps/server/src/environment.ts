export const setting = process.env['PLANTED'];
