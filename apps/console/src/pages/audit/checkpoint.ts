import type { RowOf } from '../../api/client';

export type Checkpoint = RowOf<'/v1/audit/checkpoints'>;
