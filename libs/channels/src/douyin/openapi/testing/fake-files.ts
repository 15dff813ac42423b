interface MadeFile {
  readonly content: Buffer | undefined;
  looks: number;
  ended: boolean;
}

const MAKING_LOOKS = 1;

/** Files of bills that the fake platform makes when it is asked, and gives out by their numbers. */
export class FakeFiles {
  /** What there is, by `<method that makes it> <day>`. */
  readonly contents = new Map<string, Buffer>();
  /** The bill of the day is not whole yet. */
  isWhole = true;
  private readonly made = new Map<string, MadeFile>();

  /** All numbers given out so far are of no use any more. */
  endAll(): void {
    for (const file of this.made.values()) file.ended = true;
  }

  get count(): number {
    return this.made.size;
  }

  /** `data` of the answer, or the `sub_code` of a refusal. */
  make(method: string, startTime: string): { readonly data: string } | { readonly subCode: string } {
    if (!this.isWhole) return { subCode: 'isv.business-failed:100027' };
    const id = `DL${String(this.made.size + 1).padStart(6, '0')}`;
    this.made.set(id, { content: this.contents.get(`${method} ${startTime.slice(0, 10)}`), looks: 0, ended: false });
    return { data: `{"code":"100000","code_msg":"ok","download_id":"${id}"}` };
  }

  /** The one method tells its codes within, the other as a refusal. */
  find(id: string, url: string, isInner: boolean): { readonly data: string } | { readonly subCode: string } {
    const file = this.made.get(id);
    const code = this.codeOf(file);
    if (code !== '100000' && !isInner) return { subCode: `isv.business-failed:${code}` };
    return { data: `{"code":"${code}","url":"${code === '100000' ? `${url}/files/${id}` : ''}"}` };
  }

  serve(id: string): Buffer | undefined {
    return this.made.get(id)?.content;
  }

  private codeOf(file: MadeFile | undefined): string {
    if (!file) return '100002';
    if (file.ended) return '100016';
    if (!file.content) return '100025';
    file.looks += 1;
    return file.looks > MAKING_LOOKS ? '100000' : '100015';
  }
}
