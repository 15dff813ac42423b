import { join } from 'node:path';
import type { Sealing } from '../../../projector/src/sealing.js';
import type { Config } from '../config.js';
import { auditKeys } from '../key-files.js';

/** Where checkpoints of a data folder are filed. */
export const checkpointsIn = (dataFolder: string): string => join(dataFolder, 'checkpoints');

/** How this installation seals its log. @throws ConfigError, CannotStart as `auditKeys` does */
export const sealingOf = async (config: Config): Promise<Sealing> => ({
  keys: await auditKeys(config),
  folder: checkpointsIn(config.dataFolder),
  everyMs: config.audit.everyMs,
  witnesses: config.audit.witnesses,
  authority: config.audit.authority,
});
