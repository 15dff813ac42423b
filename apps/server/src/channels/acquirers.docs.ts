import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiHeader, ApiQuery, ApiResponse } from '@nestjs/swagger';
import { Answers, STRING, type Schema } from '../http/schemas.js';

const inText = (status: number, description: string): MethodDecorator =>
  ApiResponse({ status, description, content: { 'text/plain': { schema: { ...STRING } } } });

const FIELDS: Schema = { type: 'object', additionalProperties: true };

const NoticeDocs = (
  summary: string,
  { success, mediaType, account }: { readonly success: string; readonly mediaType: string; readonly account: string },
): MethodDecorator =>
  applyDecorators(
    Answers(`${summary} Success only when it is durable.`, { type: 'string', enum: [success] }, 200, 'text/plain'),
    ApiQuery({ name: 'account', required: false, description: account, schema: { type: 'string' } }),
    ApiConsumes(mediaType),
    ApiBody({ schema: { ...FIELDS } }),
    inText(400, 'not of the form that this sender speaks'),
    inText(401, 'the signature does not fit, or its time is too far off'),
    inText(503, 'send it again'),
  );

const authorization = (description: string): MethodDecorator =>
  ApiHeader({ name: 'authorization', required: true, description, schema: { type: 'string' } });

export const ShouqianbaDocs = (): MethodDecorator =>
  applyDecorators(
    NoticeDocs('Notice of 收钱吧.', {
      success: 'success',
      mediaType: 'application/json',
      account: 'terminal_sn or vendor_sn, where the header holds the sign alone',
    }),
    authorization('<sn> <sign>: lower-case hex MD5 of raw body and key, or base64 SHA256withRSA of the raw body'),
  );

export const LakalaDocs = (): MethodDecorator =>
  applyDecorators(
    NoticeDocs('Notice of 拉卡拉: cashier or transaction.', {
      success: 'SUCCESS',
      mediaType: 'application/json',
      account: 'appid, where the header names none',
    }),
    authorization(
      'LKLAPI-SHA256withRSA appid="…",nonce_str="…",timestamp="…",serial_no="…",signature="base64" over the first four and the raw body, a line each',
    ),
  );

export const AllinpayDocs = (): MethodDecorator =>
  NoticeDocs('Notice of 通联 收银宝, signed over its fields (sign).', {
    success: 'success',
    mediaType: 'application/x-www-form-urlencoded',
    account: 'appid or cusid; as the fields have it unless said',
  });
