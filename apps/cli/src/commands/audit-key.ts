import { signerOf } from '#audit';
import { auditKeys, retireAuditKey, rotateAuditKey } from '../../../server/src/key-files.js';
import { UsageError, type CliCommand } from '../command.js';

export const auditKey: CliCommand = {
  name: 'audit-key',
  says:
    'the public keys that sign checkpoints, newest first; rotate: a new one, the old one signs beside it; ' +
    'retire: the old one signs no more (both from the next start on)',
  async run({ args, config, print }) {
    const [what = 'show', ...more] = args;
    if (more.length > 0 || !['show', 'rotate', 'retire'].includes(what))
      throw new UsageError('audit-key takes nothing, rotate or retire');
    if (what === 'rotate') await rotateAuditKey(config);
    if (what === 'retire') await retireAuditKey(config);
    for (const key of await auditKeys(config)) print(signerOf(key).verifier.text);
    return 0;
  },
};
