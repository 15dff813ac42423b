import { CHANNEL_REFUSALS, type Refusal } from '#channels';
import type { Rejection } from '#kernel';
import { EDGE_ERRORS, STATUS_OF_KIND, type EdgeCode } from './errors.js';

export interface FieldError {
  /** Path of the field: `lines.0.amount`. */
  readonly field: string;
  readonly says: string;
}

export interface ProblemExtras {
  /** What is particular to this case. Never an echo of a body. */
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  readonly details?: Rejection['details'];
  readonly retryAfterS?: number;
}

/** RFC 9457. `code` is stable and in the registry; `request` finds the log line. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  readonly details?: Rejection['details'];
  readonly request?: string;
}

export const PROBLEM_TYPE = 'application/problem+json';

/** An answer other than success, thrown anywhere between socket and bus. */
export class Problem extends Error {
  override readonly name = 'Problem';

  private constructor(
    readonly code: string,
    readonly status: number,
    readonly title: string,
    readonly extras: ProblemExtras,
  ) {
    super(`${code}: ${extras.detail ?? title}`);
  }

  static of(code: EdgeCode, extras: ProblemExtras = {}): Problem {
    const { status, title } = EDGE_ERRORS[code];
    return new Problem(code, status, title, extras);
  }

  static ofRejection({ code, kind, says, details }: Rejection): Problem {
    const status = code === 'STREAM_CHANGED' ? EDGE_ERRORS.STREAM_CHANGED.status : STATUS_OF_KIND[kind];
    return new Problem(code, status, says, { ...(details && { details }) });
  }

  static ofRefusal({ code, errors }: Refusal): Problem {
    const { status, title } = CHANNEL_REFUSALS[code];
    return new Problem(code, status, title, { ...(errors && { errors }) });
  }

  document(request?: string): ProblemDocument {
    const { detail, errors, details } = this.extras;
    return {
      type: `urn:hezhang:problem:${this.code}`,
      title: this.title,
      status: this.status,
      code: this.code,
      ...(detail !== undefined && { detail }),
      ...(errors && { errors }),
      ...(details && { details }),
      ...(request !== undefined && { request }),
    };
  }
}
