import type { Field } from './field';
import { defineForm } from './form';

const STORE = {
  name: 'storeId',
  label: 'storeOfSales',
  kind: 'choice',
  from: 'stores',
  isOptional: true,
  hint: 'storeOfSales',
} as const;
const ROTATION = [
  { name: 'secret', label: 'secret', kind: 'secret', hint: 'secretKept' },
  { name: 'overlapUntil', label: 'overlapUntil', kind: 'moment', isOptional: true, hint: 'overlap' },
] as const;
const STEP = [
  { name: 'to', label: 'step', kind: 'choice', from: 'steps', hint: 'step' },
  { name: 'by', label: 'by', kind: 'text' },
  { name: 'at', label: 'at', kind: 'moment', startsAs: 'now' },
  { name: 'reference', label: 'reference', kind: 'text', hint: 'reference' },
] as const;
export const FROM = { name: 'from', label: 'since', kind: 'moment', startsAs: 'now', hint: 'since' } as const satisfies Field;
export const TO = { name: 'to', label: 'until', kind: 'moment', isOptional: true, hint: 'until' } as const satisfies Field;
export const END = { name: 'to', label: 'until', kind: 'moment', startsAs: 'now' } as const satisfies Field;

export const STORE_FORMS = [
  defineForm({
    name: 'merchant',
    step: 'stores',
    path: '/v1/merchants',
    fields: [
      { name: 'id', label: 'merchantId', kind: 'text', hint: 'newId' },
      { name: 'name', label: 'name', kind: 'text' },
      { name: 'cutOff', label: 'cutOff', kind: 'text', isOptional: true, hint: 'cutOff', example: '24:00' },
    ],
  }),
  defineForm({
    name: 'store',
    step: 'stores',
    path: '/v1/merchants/{id}/stores',
    fields: [
      { name: 'id', label: 'storeIdNew', kind: 'text', hint: 'newId' },
      { name: 'name', label: 'name', kind: 'text' },
    ],
  }),
];

export const SHOP_FORMS = [
  defineForm({
    name: 'shop',
    step: 'shops',
    path: '/v1/merchants/{id}/douyin-shops',
    fields: [
      { name: 'shopId', label: 'shopId', kind: 'text', hint: 'shopId' },
      { name: 'appKey', label: 'appKey', kind: 'text', from: 'apps', hint: 'appKey' },
      { name: 'appSecret', label: 'appSecret', kind: 'secret', hint: 'secretKept' },
      STORE,
    ],
  }),
  defineForm({ name: 'shopStep', step: 'shops', path: '/v1/merchants/{id}/douyin-shops/{shopId}/steps', fields: STEP }),
  defineForm({ name: 'appSecret', step: 'shops', path: '/v1/merchants/{id}/douyin-apps/{appKey}/secret', fields: ROTATION }),
  defineForm({
    name: 'pull',
    step: 'shops',
    path: '/v1/merchants/{id}/douyin-shops/{shopId}/pull',
    fields: [
      { name: 'state', label: 'pullState', kind: 'choice', from: 'pullStates', startsAs: 'on', hint: 'pull' },
      { name: 'bills', label: 'bills', kind: 'choice', from: 'pullBills', isOptional: true },
      { name: 'from', label: 'since', kind: 'moment', isOptional: true },
    ],
  }),
];

export const ACCOUNT_FORMS = [
  defineForm({
    name: 'account',
    step: 'accounts',
    path: '/v1/merchants/{id}/channel-accounts',
    fields: [
      { name: 'kind', label: 'accountKind', kind: 'choice', from: 'accountKinds' },
      { name: 'accountId', label: 'accountId', kind: 'text', hint: 'accountId' },
      { name: 'secret', label: 'accountSecret', kind: 'secret', isOptional: true, hint: 'accountSecret' },
      { name: 'publicKeys', label: 'publicKeys', kind: 'pems', isOptional: true },
      STORE,
    ],
  }),
  defineForm({
    name: 'lifeAccount',
    step: 'accounts',
    path: '/v1/merchants/{id}/life-accounts',
    fields: [
      { name: 'clientKey', label: 'clientKey', kind: 'text' },
      { name: 'clientSecret', label: 'clientSecret', kind: 'secret', hint: 'secretKept' },
      STORE,
    ],
  }),
  defineForm({
    name: 'miniApp',
    step: 'accounts',
    path: '/v1/merchants/{id}/mini-apps',
    fields: [
      { name: 'appId', label: 'appId', kind: 'text' },
      { name: 'token', label: 'token', kind: 'secret', hint: 'secretKept' },
      { name: 'salt', label: 'salt', kind: 'secret', hint: 'secretKept' },
      { name: 'platformPublicKey', label: 'platformPublicKey', kind: 'pem' },
      STORE,
    ],
  }),
  defineForm({
    name: 'accountStep',
    step: 'accounts',
    path: '/v1/merchants/{id}/channel-accounts/{kind}/{accountId}/steps',
    fields: STEP,
  }),
  defineForm({
    name: 'accountSecret',
    step: 'accounts',
    path: '/v1/merchants/{id}/channel-accounts/{kind}/{accountId}/secret',
    fields: ROTATION,
  }),
  defineForm({
    name: 'miniAppSecret',
    step: 'accounts',
    path: '/v1/merchants/{id}/mini-apps/{appId}/secret',
    fields: [
      { name: 'token', label: 'token', kind: 'secret', hint: 'secretKept' },
      { name: 'salt', label: 'salt', kind: 'secret', hint: 'secretKept' },
      { name: 'overlapUntil', label: 'overlapUntil', kind: 'moment', isOptional: true, hint: 'overlap' },
    ],
  }),
  defineForm({
    name: 'publicKeys',
    step: 'accounts',
    path: '/v1/merchants/{id}/channel-accounts/{kind}/{accountId}/public-keys',
    fields: [{ name: 'publicKeys', label: 'publicKeys', kind: 'pems', hint: 'publicKeys' }],
  }),
  defineForm({
    name: 'callKey',
    step: 'accounts',
    path: '/v1/merchants/{id}/channel-accounts/{kind}/{accountId}/call-key',
    fields: [
      { name: 'privateKey', label: 'privateKey', kind: 'privatePem', isOptional: true, hint: 'callKey' },
      { name: 'serial', label: 'serial', kind: 'text', isOptional: true },
      { name: 'appId', label: 'callAppId', kind: 'text', isOptional: true },
    ],
  }),
];
