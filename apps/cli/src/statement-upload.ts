import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import type { ImportLine, FileImported } from './import-line.js';

export interface UploadTo {
  readonly url: string;
  readonly adminKey: string;
  readonly account: string | undefined;
  readonly merchant: string | undefined;
}

interface Problem {
  readonly code: string;
  readonly title: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

type Said =
  | { readonly progress: { readonly done: number; readonly total: number } }
  | { readonly imported: FileImported }
  | { readonly problem: Problem };

/** How the sending of a file ended. */
export type Uploaded =
  | { readonly imported: FileImported }
  /** The file was refused: why. */
  | { readonly refused: string; readonly isOutage: boolean };

/** Sends one file and shows how its import goes. @throws TypeError where no ledger answers */
export async function uploadStatement(path: string, to: UploadTo, line: Pick<ImportLine, 'show'>): Promise<Uploaded> {
  const response = await fetch(addressOf(to), {
    method: 'POST',
    headers: {
      authorization: `Bearer ${to.adminKey}`,
      'content-type': 'application/octet-stream',
      accept: 'application/x-ndjson',
      'x-file-name': encodeURIComponent(basename(path)),
    },
    body: await openAsBlob(path, { type: 'application/octet-stream' }),
  });
  if (!response.ok || !response.body) return refusedFor((await response.json()) as Problem);
  for await (const said of linesIn(response.body)) {
    if ('progress' in said) line.show(said.progress);
    else if ('problem' in said) return refusedFor(said.problem);
    else return said;
  }
  return { refused: 'the ledger broke off; import it again to go on', isOutage: true };
}

const refusedFor = ({ code, title, details }: Problem): Uploaded => ({
  refused: [`${code}: ${title}`, ...(details ? [JSON.stringify(details)] : [])].join(' '),
  isOutage: code === 'OUTAGE',
});

function addressOf({ url, account, merchant }: UploadTo): URL {
  const address = new URL('/v1/statements', url);
  if (account !== undefined) address.searchParams.set('account', account);
  if (merchant !== undefined) address.searchParams.set('merchant', merchant);
  return address;
}

async function* linesIn(body: ReadableStream<Uint8Array>): AsyncGenerator<Said> {
  let rest = '';
  for await (const piece of body.pipeThrough(new TextDecoderStream())) {
    const lines = `${rest}${piece}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield JSON.parse(line) as Said;
  }
}
