import { CHANNEL_REFUSALS, NOTICE_REJECTIONS, PULL_REJECTIONS } from '#channels';
import { COLLECTION_REJECTIONS } from '#collections';
import { CORRECTION_REJECTIONS } from '#corrections';
import { DISPUTE_REJECTIONS } from '#disputes';
import { FEE_REJECTIONS } from '#fees';
import { FETCH_REJECTIONS } from '#fetches';
import { SETUP_REJECTIONS } from '#merchants';
import { PAYMENT_REJECTIONS } from '#payments';
import { SUBJECT_REJECTIONS } from '#privacy';
import { MATCHING_REJECTIONS, MATCH_REJECTIONS } from '#reconciliation';
import { PERIOD_REJECTIONS } from '#periods';
import { STATEMENT_REJECTIONS } from '#statements';
import { WORKLIST_REJECTIONS } from '#worklist';
import { EDGE_ERRORS, errorRegistry, ofRejections, type ErrorEntry } from './http/errors.js';

/** Every error code that this ledger can answer, in one registry. */
export const ledgerErrors = (): ReadonlyMap<string, ErrorEntry> =>
  errorRegistry(
    EDGE_ERRORS,
    CHANNEL_REFUSALS,
    ...[
      NOTICE_REJECTIONS,
      PULL_REJECTIONS,
      SETUP_REJECTIONS,
      FEE_REJECTIONS,
      PAYMENT_REJECTIONS,
      COLLECTION_REJECTIONS,
      DISPUTE_REJECTIONS,
      WORKLIST_REJECTIONS,
      STATEMENT_REJECTIONS,
      MATCH_REJECTIONS,
      MATCHING_REJECTIONS,
      CORRECTION_REJECTIONS,
      PERIOD_REJECTIONS,
      FETCH_REJECTIONS,
      SUBJECT_REJECTIONS,
    ].map(ofRejections),
  );
