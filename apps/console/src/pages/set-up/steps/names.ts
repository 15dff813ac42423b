/** Steps of a binding, in the order in which they build on each other. */
export const STEPS = [
  'stores',
  'shops',
  'interfaces',
  'accounts',
  'terminals',
  'rooms',
  'destinations',
  'fees',
  'terms',
] as const;
export type StepName = (typeof STEPS)[number];
