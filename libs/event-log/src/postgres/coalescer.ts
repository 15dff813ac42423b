export interface CoalescerLimits {
  /** Questions in one go. */
  readonly atOnce: number;
  readonly inFlight: number;
}

interface Asked<Question, Answer> {
  readonly question: Question;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/** Gathers what is asked at the same time into one round trip. `askAll` answers in the order of the questions. */
export class Coalescer<Question, Answer> {
  private waiting: Asked<Question, Answer>[] = [];
  private flights = 0;
  private scheduled = false;

  constructor(
    private readonly askAll: (questions: readonly Question[]) => Promise<readonly Answer[]>,
    private readonly limits: CoalescerLimits,
  ) {}

  ask(question: Question): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    this.waiting.push({ question, resolve, reject });
    this.schedule();
    return promise;
  }

  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      while (this.flights < this.limits.inFlight && this.waiting.length > 0) {
        void this.send(this.waiting.splice(0, this.limits.atOnce));
      }
    });
  }

  private async send(asked: readonly Asked<Question, Answer>[]): Promise<void> {
    this.flights += 1;
    try {
      const answers = await this.askAll(asked.map(({ question }) => question));
      for (const [index, { resolve }] of asked.entries()) resolve(answers[index] as Answer);
    } catch (error) {
      for (const { reject } of asked) reject(error);
    }
    this.flights -= 1;
    this.schedule();
  }
}
