import type { MerchantDirectory, StreamMerchantDirectory } from '#merchants';

/**
 * A directory whose same question is under way once. What it keeps ends for all senders at one moment: without this each
 * message in hand would then read the same streams and open the same secret again.
 */
export class SharedLookups implements MerchantDirectory {
  private underWay = new Map<string, Promise<unknown>>();

  constructor(private readonly directory: StreamMerchantDirectory) {}

  /** Something was changed: who asks from now on joins no lookup that began before. */
  forget(): void {
    this.underWay = new Map();
    this.directory.forget();
  }

  douyinApp(appKey: string): ReturnType<MerchantDirectory['douyinApp']> {
    return this.shared(`app ${appKey}`, () => this.directory.douyinApp(appKey));
  }

  douyinShop(shopId: string): ReturnType<MerchantDirectory['douyinShop']> {
    return this.shared(`shop ${shopId}`, () => this.directory.douyinShop(shopId));
  }

  terminal(merchantNo: string, terminalNo: string): ReturnType<MerchantDirectory['terminal']> {
    return this.shared(`terminal ${merchantNo} ${terminalNo}`, () => this.directory.terminal(merchantNo, terminalNo));
  }

  acquiredMerchant(merchantNo: string): ReturnType<MerchantDirectory['acquiredMerchant']> {
    return this.shared(`merchant no ${merchantNo}`, () => this.directory.acquiredMerchant(merchantNo));
  }

  channelAccount(...asked: Parameters<MerchantDirectory['channelAccount']>): ReturnType<MerchantDirectory['channelAccount']> {
    return this.shared(`account ${asked.join(' ')}`, () => this.directory.channelAccount(...asked));
  }

  paymentInterface(
    ...asked: Parameters<MerchantDirectory['paymentInterface']>
  ): ReturnType<MerchantDirectory['paymentInterface']> {
    return this.shared(`interface ${asked.join(' ')}`, () => this.directory.paymentInterface(...asked));
  }

  defaultInterface(
    ...asked: Parameters<MerchantDirectory['defaultInterface']>
  ): ReturnType<MerchantDirectory['defaultInterface']> {
    const [shopId, liveRoomId = '-', at] = asked;
    return this.shared(`default ${shopId} ${liveRoomId} ${at}`, () => this.directory.defaultInterface(...asked));
  }

  private shared<T>(question: string, ask: () => Promise<T>): Promise<T> {
    const { underWay } = this;
    const asked = underWay.get(question);
    if (asked) return asked as Promise<T>;
    const answer = ask();
    underWay.set(question, answer);
    const leave = (): void => void underWay.delete(question);
    answer.then(leave, leave);
    return answer;
  }
}
