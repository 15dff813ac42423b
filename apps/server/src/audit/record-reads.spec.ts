import { Readable } from 'node:stream';
import fastify, { type FastifyInstance } from 'fastify';
import type { AccessEvent } from '#audit';
import type { Caller, Need, RouteOptions } from '../http/access.js';
import { OngoingAnswer } from '../http/ongoing-answer.js';
import { recordReads } from './record-reads.js';

const AUDITOR: Caller = { kind: 'key', id: 'key_1', name: 'Ann', role: 'auditor' };

describe('noting who reads', () => {
  let server: FastifyInstance;
  let noted: AccessEvent[];
  let fails: number;

  beforeEach(() => {
    server = fastify();
    noted = [];
    fails = Infinity;
    server.decorateRequest('caller', undefined);
    server.addHook('onRequest', (request, _reply, done) => {
      request.caller = AUDITOR;
      done();
    });
    recordReads(server, {
      note: (event) => {
        if (noted.length >= fails) return Promise.reject(new Error('the log is down'));
        noted.push(event);
        return Promise.resolve();
      },
    });
  });
  afterEach(() => server.close());

  const route = (url: string, answer: () => unknown, config: RouteOptions & { needs?: Need } = { needs: 'read' }): unknown =>
    server.get(url, { config }, (_request, reply) => reply.header('Content-Disposition', 'attachment').send(answer()));

  it('answers nothing that could not be noted', async () => {
    fails = 0;
    route('/v1/things', () => ({ position: '1', data: 'secret' }));
    route('/v1/files', () => Readable.from(['secret']));
    for (const url of ['/v1/things', '/v1/files']) {
      const { statusCode, body, headers } = await server.inject(url);
      expect([statusCode, body.includes('secret'), headers['content-disposition']]).toEqual([500, false, undefined]);
    }
  });

  it('cuts a file off whose end could not be noted', async () => {
    fails = 1;
    route('/v1/files', () => Readable.from(['a', 'b']));
    await expect(server.inject('/v1/files')).rejects.toThrow();
    expect(noted.map(({ type }) => type)).toEqual(['LedgerRead']);
  });

  it('says of a file that broke off how much of it was sent', async () => {
    route('/v1/files', () =>
      Readable.from(
        (function* broken() {
          yield 'abc';
          throw new Error('no more');
        })(),
      ),
    );
    await expect(server.inject('/v1/files')).rejects.toThrow();
    expect(noted.map(({ data }) => data)).toMatchObject([{ bytes: null }, { bytes: 3, isWhole: false }]);
  });

  it('notes of what goes on that it began, and as far as it had come when it ended', async () => {
    const answer = new OngoingAnswer('0000000000000007');
    const other = new OngoingAnswer('');
    route('/v1/events/stream', () => answer, { needs: 'read' });
    route('/v1/other', () => other, { needs: 'read' });
    const answered = server.inject('/v1/events/stream');
    while (noted.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    expect(noted).toMatchObject([
      { type: 'LedgerRead', data: { what: 'GET /v1/events/stream', position: '0000000000000007', bytes: null } },
    ]);
    answer.write(answer.tell('frame', '0000000000000009'));
    answer.because = 'revoked';
    answer.end();
    expect((await answered).body).toBe('frame');
    expect(noted[1]).toMatchObject({
      type: 'FeedEnded',
      data: { readId: noted[0]?.data.readId, position: '0000000000000009', bytes: 5, because: 'revoked' },
    });
    fails = 2;
    expect((await server.inject('/v1/other')).statusCode).toBe(500);
    expect(other.destroyed).toBe(true);
  });

  it('notes a page of the feed, but not one that tells only who looked', async () => {
    let data: { type: string }[] = [{ type: 'PaymentCaptured' }, { type: 'LedgerRead' }];
    route('/v1/events', () => ({ position: '9', data, caughtUp: true }), { needs: 'read', recorded: 'unless-of-accesses' });
    await server.inject('/v1/events');
    expect(noted).toMatchObject([{ data: { what: 'GET /v1/events', position: '9' } }]);
    for (data of [[{ type: 'LedgerRead' }, { type: 'FeedEnded' }], []]) await server.inject('/v1/events');
    expect(noted).toHaveLength(1);
  });

  it('passes over refusals, and over routes that say so', async () => {
    server.get('/v1/refused', { config: { needs: 'read' } }, (_request, reply) => reply.status(400).send('no'));
    const ofFeed = { needs: 'read', recorded: 'unless-of-accesses' } as const;
    server.get('/v1/events', { config: ofFeed }, (_request, reply) => reply.status(400).send({ code: 'REQUEST_INVALID' }));
    route('/v1/keys', () => 'keys', { needs: 'read', recorded: 'never' });
    await server.inject('/v1/refused');
    expect((await server.inject('/v1/events')).statusCode).toBe(400);
    await server.inject('/v1/keys');
    expect(noted).toEqual([]);
  });
});
