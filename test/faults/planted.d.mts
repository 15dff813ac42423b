export const PLANTS: Readonly<Record<string, readonly { readonly file: string; readonly from: string; readonly to: string }[]>>;
export const PLANTS_OF: Readonly<Record<'postgres' | 'eventstoredb', readonly string[]>>;
export function planted(filename: string, source: string, name?: string): string;
