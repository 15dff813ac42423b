import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Reply } from './reply.js';

interface Media {
  readonly schema: object;
}
export interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly security?: readonly object[];
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, Media>> }>>;
}
export interface OpenApi {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

const documents = new Map<string, Promise<OpenApiDocument>>();

/** The document of a running ledger, read once. */
export function documentOf(url: string): Promise<OpenApiDocument> {
  let document = documents.get(url);
  if (!document) {
    document = fetch(`${url}/openapi.json`).then(async (response) => new OpenApiDocument((await response.json()) as OpenApi));
    documents.set(url, document);
  }
  return document;
}

/** Says what is wrong with an answer, if anything. */
export class OpenApiDocument {
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true });
  private readonly routes: { readonly pattern: RegExp; readonly path: string }[];
  private readonly validators = new Map<string, ValidateFunction>();

  constructor(readonly document: OpenApi) {
    addFormats.default(this.ajv);
    this.ajv.addSchema(document, 'openapi.json');
    this.routes = Object.keys(document.paths)
      .sort((a, b) => Number(a.includes('{')) - Number(b.includes('{')))
      .map((path) => ({ path, pattern: new RegExp(`^${path.replace('{path}', '.+').replaceAll(/\{[^}]+\}/g, '[^/]+')}$`) }));
  }

  /** Every operation: `GET /v1/orders`, and what the document says of it. */
  get operations(): [string, Operation][] {
    return Object.entries(this.document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]): [string, Operation] => [`${method.toUpperCase()} ${path}`, operation]),
    );
  }

  /** Empty where the answer is as the document says. Addresses that it does not know must answer a 404 Problem. */
  faults(method: string, url: string, reply: Reply): string[] {
    const path = this.routes.find(({ pattern }) => pattern.test(url.split('?')[0] ?? ''))?.path;
    const operation = path === undefined ? undefined : this.document.paths[path]?.[method.toLowerCase()];
    const mediaType = (reply.headers.get('content-type') ?? '').split(';')[0] ?? '';
    if (!path || !operation) return reply.status === 404 || reply.status >= 400 ? [] : ['is not in the document'];
    const status = String(reply.status);
    const key =
      operation.responses[status] && (status.startsWith('2') || operation.responses[status].content?.[mediaType])
        ? status
        : 'default';
    const response = operation.responses[key];
    if (!response) return [`status ${status} is not in the document`];
    if (status === '204') return [];
    if (!response.content?.[mediaType]) return [`${mediaType} with status ${status} is not in the document`];
    const pointer = ['paths', path, method.toLowerCase(), 'responses', key, 'content', mediaType, 'schema'];
    return this.contentFaults(pointer, mediaType, reply);
  }

  private contentFaults(pointer: readonly string[], mediaType: string, { text }: Reply): string[] {
    const validate = this.validatorOf(pointer);
    if (!mediaType.includes('json')) return [];
    const values = mediaType.includes('ndjson') ? text.trim().split('\n') : [text];
    return values.flatMap((value) => {
      if (validate(JSON.parse(value))) return [];
      return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath || 'it'} ${message ?? 'is wrong'}`);
    });
  }

  private validatorOf(pointer: readonly string[]): ValidateFunction {
    const reference = pointer.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');
    let validate = this.validators.get(reference);
    if (!validate) {
      validate = this.ajv.compile({ $ref: `openapi.json#/${reference}` });
      this.validators.set(reference, validate);
    }
    return validate;
  }
}
