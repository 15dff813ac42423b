/** What a person can mend before the next start, in one line for that person. */
export class CannotStart extends Error {
  override readonly name = 'CannotStart';
}

/** What an operating system says no with, in words. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'this account may not write there',
  EPERM: 'this account may not write there',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EEXIST: 'a file stands in its place or above it',
  ENOTDIR: 'a file stands above it',
  EISDIR: 'a folder stands in its place',
  ENOENT: 'it can not be made there',
  ENAMETOOLONG: 'its name is too long',
  ELOOP: 'its path goes round in circles',
};

/** The refusal of a file or folder in words; any other error as it is. */
export function ofPath(error: unknown, path: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (error instanceof CannotStart || typeof code !== 'string' || !(code in REASONS)) return error;
  return new CannotStart(`${path} can not be used: ${REASONS[code] ?? code} (${code}).`, { cause: error });
}
