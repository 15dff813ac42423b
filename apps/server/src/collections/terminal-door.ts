import type { FastifyRequest } from 'fastify';
import { isTerminalSigned, refusal, signedRequest, terminalCaller } from '#channels';
import type { TerminalRef } from '#collections';
import type { CommandContext } from '#event-log';
import { instant } from '#kernel';
import type { MerchantDirectory } from '#merchants';
import { actorOf } from '../http/access.js';
import type { CommandCall } from '../http/command-call.js';
import { Problem } from '../http/problem.js';

/** Lets a terminal in by its signature over method, address and body, and the holder of an ingest key for any terminal. */
export class TerminalDoor {
  constructor(private readonly merchants: MerchantDirectory) {}

  /** Who asks. @throws Problem where it is not for this terminal to ask */
  async admit(
    { headers, method, url, body, caller }: FastifyRequest,
    { merchantNo, terminalNo }: TerminalRef,
  ): Promise<string> {
    if (!isTerminalSigned(headers)) {
      if (caller) return actorOf(caller);
      throw Problem.ofRefusal(refusal('SIGNATURE_INVALID'));
    }
    const rawBody = signedRequest(method, url, Buffer.isBuffer(body) ? body : Buffer.alloc(0));
    const found = await terminalCaller(this.merchants, { headers, rawBody, now: instant(Date.now()) });
    if ('code' in found) throw Problem.ofRefusal(found);
    const { terminal, actor } = found;
    if (terminal?.merchantNo !== merchantNo || terminal.terminalNo !== terminalNo) {
      throw Problem.ofRefusal(refusal('TERMINAL_MISMATCH'));
    }
    return actor;
  }

  /** The command is the terminal's own. */
  async contextOf(request: FastifyRequest, terminal: TerminalRef, { context }: CommandCall): Promise<CommandContext> {
    return { ...context, actor: await this.admit(request, terminal) };
  }
}
