export type RebuildRefusal =
  /** Another rebuild of this projection is under way. */
  | 'REBUILD_RUNNING'
  /** The new generation is not what serves, though both are of one version at one position. */
  | 'REBUILD_DIFFERS'
  /** The new generation breaks an invariant of its projection. */
  | 'REBUILD_VIOLATES'
  /** Nothing serves that could be replaced, or nothing was retired that could come back. */
  | 'NO_GENERATION';

/** Nothing was swapped: what served goes on serving. */
export class RebuildRefused extends Error {
  override readonly name = 'RebuildRefused';

  constructor(
    readonly code: RebuildRefusal,
    says: string,
  ) {
    super(says);
  }
}
