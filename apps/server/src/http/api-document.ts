import type { NestApplicationOptions } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { Ledger } from '../ledger.js';
import { ledgerErrors } from '../ledger-errors.js';
import { serverModule } from '../server.module.js';
import { openApiDocument } from './openapi.js';

/** Stands for whatever features are made of; nothing of it is ever asked. */
const nothing: object = new Proxy(() => nothing, {
  get: (_target, name) => (name === 'then' ? undefined : nothing),
  apply: () => nothing,
});

/** The OpenAPI document as a server answers it, made without one: for the types that the console is compiled with. */
export async function apiDocument(): Promise<OpenAPIObject> {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest declares its options as a class without methods
  const options: NestApplicationOptions = { preview: true, logger: false, abortOnError: false };
  const app = await NestFactory.create<NestFastifyApplication>(serverModule(nothing as Ledger), new FastifyAdapter(), options);
  return openApiDocument(app, ledgerErrors());
}
