/**
 * Where dialogs and drawers stand: beside the page and not in the body itself, whose scrolling antd would lock by a style that the page's
 * policy refuses.
 */
export const overlayRoot = (): HTMLElement => document.getElementById('root') ?? document.body;
