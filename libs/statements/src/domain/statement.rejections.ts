import { rejecter, type RejectionRegistry } from '#kernel';
import type { StatementRefusalCode } from '../row.js';

/** Why a file is not taken at all: nothing of it was recorded. */
export const STATEMENT_REJECTIONS = {
  STATEMENT_EMPTY: { kind: 'unprocessable', says: 'There is nothing in the file.' },
  STATEMENT_FORMAT_UNKNOWN: { kind: 'unprocessable', says: 'The file is no statement of a format that is known here.' },
  STATEMENT_ENCRYPTED: {
    kind: 'unprocessable',
    says: 'The file is encrypted: unpack it with its password and send what is inside.',
  },
  STATEMENT_BROKEN: { kind: 'unprocessable', says: 'The file is broken or cut off: download it again.' },
  STATEMENT_NESTED: { kind: 'unprocessable', says: 'An archive within an archive is not opened: send the inner one.' },
  STATEMENT_MIXED: {
    kind: 'unprocessable',
    says: 'The archive holds statements that do not belong together: send them one by one.',
  },
  STATEMENT_DATES_DAMAGED: {
    kind: 'unprocessable',
    says: 'A spreadsheet has spoilt dates or numbers: send the file as it was downloaded.',
  },
  STATEMENT_TOO_LARGE: { kind: 'unprocessable', says: 'The file, or what it unpacks to, is larger than is taken.' },
  STATEMENT_COLUMN_MISSING: { kind: 'unprocessable', says: 'A column that the format must have is not there.' },
  STATEMENT_ACCOUNT_UNKNOWN: { kind: 'unprocessable', says: 'The file does not say whose account it is about: name it.' },
  STATEMENT_OF_ANOTHER_MERCHANT: { kind: 'unprocessable', says: 'The file holds rows of an account that is not bound here.' },
  MAPPING_INVALID: { kind: 'unprocessable', says: 'A column mapping is not valid.' },
  MAPPING_COLUMN_UNKNOWN: { kind: 'unprocessable', says: 'A column mapping names a column that the file does not have.' },
} as const satisfies RejectionRegistry & Readonly<Record<StatementRefusalCode, unknown>>;

export const reject = rejecter(STATEMENT_REJECTIONS);
