import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { answerUnreadable } from './unreadable-requests.js';

/** What comes back for a request that never ends. */
async function heardFrom(answer: (response: ServerResponse) => void): Promise<string> {
  const timeouts = { requestTimeout: 100, headersTimeout: 100, connectionsCheckingInterval: 20 };
  const server = createServer(timeouts, (_request, response) => answer(response)).on('clientError', answerUnreadable);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf');
  let heard = '';
  socket.on('error', () => undefined).on('data', (piece) => (heard += piece.toString()));
  await once(socket, 'close');
  server.close();
  return heard;
}

describe('a request that does not arrive in time', () => {
  it('is answered with a problem document', async () => {
    const [head = '', body = ''] = (await heardFrom(() => undefined)).split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\nContent-Type: application\/problem\+json\r\n/);
    expect(JSON.parse(body)).toMatchObject({ code: 'REQUEST_TOO_SLOW', status: 408 });
  });

  it('is cut off where it is being answered already', async () => {
    const heard = await heardFrom((response) => response.write('{"line":1}\n'));
    expect(heard.match(/HTTP\/1\.1/g)).toEqual(['HTTP/1.1']);
    expect(heard).toContain('{"line":1}');
  });
});
