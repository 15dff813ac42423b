/** What a file may be. Generous beside a merchant's largest month, and far below what would hurt. */
export interface Limits {
  /** Of the file, and of all that it unpacks to. */
  readonly bytes: number;
  /** Unpacked bytes to one packed byte, looked at beyond `ratioFrom` unpacked bytes. */
  readonly ratio: number;
  readonly ratioFrom: number;
  readonly entries: number;
  /** One line, or one record of quoted cells. */
  readonly lineBytes: number;
}

export const LIMITS: Limits = {
  bytes: 2 ** 30,
  ratio: 200,
  ratioFrom: 2 ** 24,
  entries: 200,
  lineBytes: 2 ** 16,
};
