import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { EDGE_ERRORS } from '../../apps/server/src/http/errors.js';
import { ledgerErrors } from '../../apps/server/src/ledger-errors.js';
import { documentOf, type OpenApi, type Operation } from './support/openapi.js';
import { runLedger, type RunningLedger } from './support/running-ledger.js';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
}
type Full = Operation & {
  readonly parameters?: readonly Parameter[];
  readonly tags?: readonly string[];
  readonly requestBody?: object;
};

describe('the OpenAPI document', () => {
  let ledger: RunningLedger;
  let document: OpenApi;
  let operations: [string, Full][];
  beforeAll(async () => {
    ledger = await runLedger();
    const read = await documentOf(ledger.url);
    document = read.document;
    operations = read.operations;
  });
  afterAll(() => ledger.end());

  it('is of version 3.1 and needs nothing from elsewhere', async () => {
    expect(document.openapi).toBe('3.1.0');
    const page = await (await fetch(`${ledger.url}/docs`)).text();
    const init = await (await fetch(`${ledger.url}/docs/swagger-ui-init.js`)).text();
    const loaded = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, source]) => source);
    expect(loaded.filter((source) => !source?.startsWith('./'))).toEqual([]);
    expect(init).toContain('"validatorUrl": null');
  });

  it('says of every operation what it does, under a name of its own', () => {
    for (const [operation, { summary, tags }] of operations) {
      expect([operation, summary?.endsWith('.'), tags?.length]).toEqual([operation, true, 1]);
    }
    expect(new Set(operations.map(([, { operationId }]) => operationId)).size).toBe(operations.length);
  });

  it('declares every part of an address, and a body where there is one to send', () => {
    for (const [operation, { parameters = [], requestBody }] of operations) {
      const parts = [...operation.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
      const declared = parameters
        .filter((parameter) => parameter.in === 'path')
        .map(({ name }) => name)
        .sort();
      expect([operation, declared]).toEqual([operation, parts]);
      const takesNone = /^(GET|DELETE) |\/(replay|rebuild|roll-back|now|payment-requests\/\{requestId\}\/confirm)$/.test(
        operation,
      );
      expect([operation, requestBody === undefined]).toEqual([operation, takesNone]);
    }
  });

  it('asks for an Idempotency-Key where money moves', () => {
    const asking = operations.filter(([, { parameters = [] }]) =>
      parameters.some(({ name, required }) => name === 'Idempotency-Key' && required === true),
    );
    expect(asking.map(([operation]) => operation)).toHaveLength(7);
    const isMoney = (operation: string): boolean =>
      /^POST \/v1\/(payments|disputes)\/\{id\}\//.test(operation) || operation === 'POST /v1/orders/{id}/payment-requests';
    expect(asking.every(([operation]) => isMoney(operation))).toBe(true);
  });

  it('holds schemas that compile', () => {
    const ajv = new Ajv2020({ strict: false });
    addFormats.default(ajv);
    ajv.addSchema(document, 'all.json');
    for (const name of Object.keys(document.components.schemas)) {
      expect(() => ajv.compile({ $ref: `all.json#/components/schemas/${name}` })).not.toThrow();
    }
  });

  it('lists every error code of the registry, with its status and title', () => {
    const problem = document.components.schemas['Problem'] as { description: string; properties: { code: { enum: string[] } } };
    const registry = ledgerErrors();
    expect(problem.properties.code.enum).toEqual([...registry.keys()]);
    for (const [code, { status, title }] of registry) {
      expect(problem.description).toContain(`\`${code}\` (${String(status)}) ${title}`);
      expect(code).toMatch(/^[A-Z][A-Z_]+$/);
      expect([code, status >= 400 && status < 600, title.endsWith('.')]).toEqual([code, true, true]);
    }
    expect([...registry.keys()]).toEqual(expect.arrayContaining(Object.keys(EDGE_ERRORS)));
  });
});
