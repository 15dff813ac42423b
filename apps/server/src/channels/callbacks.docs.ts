import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiResponse } from '@nestjs/swagger';
import { Answers, STRING, type Schema } from '../http/schemas.js';
import { ROWS, ROWS_RESULT, header } from './channels.docs.js';

const TOLD: Schema = {
  type: 'object',
  properties: { err_no: { type: 'integer', description: '0 is success' }, err_tips: STRING },
  required: ['err_no', 'err_tips'],
  additionalProperties: false,
};

const CHALLENGE: Schema = {
  type: 'object',
  properties: { challenge: { type: ['integer', 'string'], description: 'of verify_webhook, as it came' } },
  required: ['challenge'],
  additionalProperties: false,
};

const REFUND_DATA: Schema = {
  type: 'object',
  description: 'answer to pre_create_refund',
  properties: {
    out_refund_no: STRING,
    order_entry_schema: {
      type: 'object',
      properties: { path: STRING, params: STRING },
      required: ['path', 'params'],
      additionalProperties: false,
    },
  },
  required: ['out_refund_no', 'order_entry_schema'],
  additionalProperties: false,
};

/** An answer in a form that is not a Problem: the platform reads its own. */
const inItsForm = (status: number, description: string): MethodDecorator =>
  ApiResponse({ status, description, content: { 'application/json': { schema: { ...TOLD } } } });

const Refusals = (): MethodDecorator =>
  applyDecorators(
    inItsForm(400, 'not JSON'),
    inItsForm(401, 'the signature does not fit, is too old, or nobody is bound by that name'),
    inItsForm(503, 'call again'),
  );

const MESSAGE = { type: ['string', 'object'], description: 'JSON as text, or as it is' } as const;

export const LifeDocs = (): MethodDecorator =>
  applyDecorators(
    Answers('Webhook of Douyin’s local life (抖音来客). Success only when everything is durable.', {
      oneOf: [TOLD, CHALLENGE],
    }),
    header('X-Douyin-Signature', 'SHA-1(client secret + raw body), lower-case hex'),
    header('Msg-Id', 'the platform’s id of the message', false),
    ApiBody({
      schema: {
        type: 'object',
        properties: { event: STRING, client_key: STRING, from_user_id: STRING, content: MESSAGE, log_id: STRING },
        required: ['event', 'client_key'],
      } as never,
    }),
    Refusals(),
  );

export const EcpayDocs = (): MethodDecorator =>
  applyDecorators(
    Answers('Callback of ecpay (担保支付) of a mini-app.', TOLD),
    ApiBody({
      schema: {
        type: 'object',
        properties: { timestamp: STRING, nonce: STRING, msg: STRING, type: STRING, msg_signature: STRING },
        required: ['timestamp', 'nonce', 'msg', 'msg_signature'],
      } as never,
    }),
    Refusals(),
  );

export const TradeDocs = (): MethodDecorator =>
  applyDecorators(
    Answers('Callback of the general trade system (通用交易系统) of a mini-app.', {
      ...TOLD,
      properties: { ...(TOLD['properties'] as Schema), data: REFUND_DATA },
    }),
    header('Byte-Timestamp', 'unix seconds'),
    header('Byte-Nonce-Str', 'chosen by the platform'),
    header('Byte-Signature', 'base64 of SHA256 with RSA over "<timestamp>\\n<nonce>\\n<raw body>\\n" by the platform’s key'),
    ApiBody({
      schema: {
        type: 'object',
        properties: { version: STRING, type: STRING, msg: STRING },
        required: ['type', 'msg'],
      } as never,
    }),
    Refusals(),
  );

const OfAccount = (): MethodDecorator =>
  ApiBody({
    schema: {
      type: 'object',
      properties: {
        account_id: { type: 'string', description: 'what the account is bound by; with client_key, the merchant’s own' },
        client_key: { type: 'string', description: 'the app, where account_id is not its name' },
        rows: { ...ROWS },
      },
      required: ['account_id', 'rows'],
    },
  });

export const LifeLedgerDocs = (): MethodDecorator =>
  applyDecorators(
    Answers('Rows of local life’s ledger (goodlife/v1/settle/ledger) as the platform gave them.', ROWS_RESULT),
    OfAccount(),
  );

export const LifeMovementsDocs = (): MethodDecorator =>
  applyDecorators(
    Answers(
      'Movements on an account with local life: movement_no, direction, amount, time, purpose, bank_account.',
      ROWS_RESULT,
    ),
    OfAccount(),
  );
