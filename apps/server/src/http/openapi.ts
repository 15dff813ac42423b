import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { PROBLEM_TYPE } from './problem.js';
import type { ErrorEntry } from './errors.js';

export const DOCS_PATH = '/docs';
export const OPENAPI_PATH = '/openapi.json';

const DESCRIPTION = `
Hezhang records every Douyin order, POS authorization, capture, refund and settlement once, as an immutable event; balances,
order status and the online/offline report are projections of those events.

* Money is whole 分 (1/100 yuan) in JSON numbers. Times are ISO 8601 with a zone. Ids are texts.
* A command answers with \`position\`; pass it as \`minPosition\` to a query to see its effect there. Each query answers with the
  position that it reflects.
* \`Idempotency-Key\`: the same key and body get the same answer; another body is refused.
* \`If-Match\` with the \`ETag\` of a stream refuses a command when somebody else was faster.
* Errors are RFC 9457 documents with a stable \`code\`; the schema \`Problem\` lists them all.
`.trim();

/** The document of all routes. Every answer other than success is a Problem. */
export function openApiDocument(app: INestApplication, errors: ReadonlyMap<string, ErrorEntry>): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Hezhang')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .addSecurity('key', { type: 'http', scheme: 'bearer', description: 'An API key with a role' })
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    operationIdFactory: (controller, method) => `${controller}.${method}`,
  });
  const schemas = { ...document.components?.schemas, Problem: problemSchema(errors) };
  for (const path of Object.values(document.paths)) {
    for (const operation of [path.get, path.post, path.put, path.delete]) {
      if (operation) operation.responses = { ...operation.responses, default: PROBLEM_RESPONSE };
    }
  }
  return { ...document, components: { ...document.components, schemas } };
}

const PROBLEM_RESPONSE = {
  description: 'Anything else: see code',
  content: { [PROBLEM_TYPE]: { schema: { $ref: '#/components/schemas/Problem' } } },
};

const problemSchema = (errors: ReadonlyMap<string, ErrorEntry>): Record<string, unknown> => ({
  type: 'object',
  description: [...errors].map(([code, { status, title }]) => `* \`${code}\` (${String(status)}) ${title}`).join('\n'),
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', enum: [...errors.keys()] },
    detail: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        properties: { field: { type: 'string' }, says: { type: 'string' } },
        required: ['field', 'says'],
        additionalProperties: false,
      },
    },
    details: { type: 'object', additionalProperties: { type: ['string', 'number', 'boolean', 'null'] } },
    request: { type: 'string', description: 'id of the request, to be found in the log' },
  },
  required: ['type', 'title', 'status', 'code'],
  additionalProperties: false,
});

/** The document as JSON, and a page to read and try it: everything from this machine. */
export function serveDocs(app: INestApplication, document: OpenAPIObject): void {
  SwaggerModule.setup(DOCS_PATH, app, document, {
    jsonDocumentUrl: OPENAPI_PATH,
    raw: ['json'],
    customSiteTitle: 'Hezhang API',
    swaggerOptions: { validatorUrl: null, docExpansion: 'list', tagsSorter: 'alpha' },
  });
}
