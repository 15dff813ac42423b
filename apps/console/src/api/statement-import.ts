import { postFile, type CommandAnswerOf } from './client';
import { ApiProblem, offline, type ProblemDocument } from './problem';

export type Imported = CommandAnswerOf<'/v1/statements'>;

type Line =
  | { readonly progress: { readonly done: number; readonly total: number } }
  | { readonly imported: Imported }
  | { readonly problem: ProblemDocument };

const WHOLE = 100;

export interface Whose {
  readonly merchant: string;
  /** For files that do not say it. */
  readonly account?: string;
}

/** Sends a file of a statement; `onProgress` hears per cent of it that are recorded. @throws ApiProblem */
export async function importStatement(file: File, whose: Whose, onProgress: (percent: number) => void): Promise<Imported> {
  const body = await postFile('/v1/statements', { ...whose }, file);
  let rest = '';
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    const lines = (rest + read.value).split('\n');
    rest = lines.pop() ?? '';
    for (const text of lines) {
      const line = JSON.parse(text) as Line;
      if ('imported' in line) return line.imported;
      if ('problem' in line) throw new ApiProblem(line.problem.code, line.problem.status, line.problem);
      onProgress(Math.floor((line.progress.done * WHOLE) / Math.max(1, line.progress.total)));
    }
  }
  // Broken off; the same file again goes on where it was.
  throw offline();
}
