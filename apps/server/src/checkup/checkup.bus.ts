import { Query } from '@nestjs/cqrs';
import type { Answer, Freshness } from '#projections';
import type { Thresholds } from './checkup.data.js';
import type { Checkup } from './checkup.js';

export interface CheckupAsked extends Freshness {
  readonly merchantId: string;
  readonly thresholds: Thresholds;
  /** Where this server listens. */
  readonly ownUrl: string;
}

/** A checkup of a merchant's set-up; no data where nobody registered the merchant. */
export class AskCheckup extends Query<Answer<Checkup | undefined>> {
  constructor(readonly asked: CheckupAsked) {
    super();
  }
}
