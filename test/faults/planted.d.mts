export const PLANTS: Readonly<Record<string, readonly { readonly file: string; readonly from: string; readonly to: string }[]>>;
export function planted(filename: string, source: string, name?: string): string;
