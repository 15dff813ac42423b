import { STATUS_CODES, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { EdgeCode } from './errors.js';
import { PROBLEM_TYPE, Problem } from './problem.js';

/** What Node's parser refuses before there is a request, by its error code. */
const PARSER_CODES: Readonly<Record<string, EdgeCode>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 'REQUEST_TOO_SLOW',
  HPE_HEADER_OVERFLOW: 'HEADERS_TOO_LARGE',
};

/** Answers on the bare socket, as everywhere with a problem document, and closes it. */
export function answerUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  if (isAnswering(socket)) {
    socket.destroy();
    return;
  }
  const problem = Problem.of(PARSER_CODES[error.code ?? ''] ?? 'REQUEST_UNREADABLE');
  const body = JSON.stringify(problem.document());
  const head = [
    `HTTP/1.1 ${String(problem.status)} ${STATUS_CODES[problem.status] ?? ''}`,
    `Content-Type: ${PROBLEM_TYPE}`,
    `Content-Length: ${String(Buffer.byteLength(body))}`,
    'Connection: close',
  ];
  if (socket.writable) socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  socket.destroySoon();
}

/** A batch that takes too long is answered line by line already: a second answer in the middle of it would pass for a line. */
const isAnswering = (socket: Socket & { readonly _httpMessage?: ServerResponse | null }): boolean =>
  socket._httpMessage?.headersSent === true;
