/**
 * Where drawers are put. Where they stand in the body itself, their library locks its scrolling by a style without the
 * nonce, which the policy of the page refuses.
 */
export const inRoot = (): HTMLElement => document.getElementById('root') ?? document.body;
