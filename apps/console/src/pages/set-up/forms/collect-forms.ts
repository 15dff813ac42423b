import { defineForm } from './form';
import { END, FROM, TO } from './shop-forms';

const SHOP = { name: 'shopId', label: 'shop', kind: 'choice', from: 'shops' } as const;
const INTERFACE = { name: 'interfaceId', label: 'interfaceId', kind: 'choice', from: 'interfaces' } as const;
const METHODS = { name: 'methods', label: 'methods', kind: 'choices', from: 'methods' } as const;
const REASON = { name: 'reason', label: 'reason', kind: 'long' } as const;

export const INTERFACE_FORMS = [
  defineForm({
    name: 'interface',
    step: 'interfaces',
    path: '/v1/merchants/{id}/payment-interfaces',
    fields: [
      { name: 'id', label: 'interfaceNew', kind: 'text', hint: 'newId' },
      { name: 'channel', label: 'channel', kind: 'choice', from: 'interfaceChannels' },
      { name: 'merchantNo', label: 'merchantNo', kind: 'text', hint: 'merchantNo' },
      { ...METHODS, hint: 'methods' },
      { name: 'validFrom', label: 'since', kind: 'moment', startsAs: 'now', hint: 'since' },
      { name: 'validTo', label: 'until', kind: 'moment', isOptional: true, hint: 'until' },
    ],
  }),
  defineForm({
    name: 'closeInterface',
    step: 'interfaces',
    path: '/v1/merchants/{id}/payment-interfaces/{interfaceId}/close',
    isDangerous: true,
    fields: [{ name: 'at', label: 'until', kind: 'moment', startsAs: 'now' }, REASON],
  }),
  defineForm({
    name: 'bindInterface',
    step: 'interfaces',
    path: '/v1/merchants/{id}/douyin-shops/{shopId}/payment-interfaces',
    fields: [{ ...SHOP, isPart: true }, INTERFACE, FROM, TO],
  }),
  defineForm({
    name: 'unbindInterface',
    step: 'interfaces',
    path: '/v1/merchants/{id}/douyin-shops/{shopId}/payment-interfaces/{interfaceId}/end',
    isDangerous: true,
    fields: [END],
  }),
  defineForm({
    name: 'shopDefault',
    step: 'interfaces',
    path: '/v1/merchants/{id}/douyin-shops/{shopId}/default-interface',
    fields: [{ ...SHOP, isPart: true }, INTERFACE, FROM],
  }),
];

export const TERMINAL_FORMS = [
  defineForm({
    name: 'terminal',
    step: 'terminals',
    path: '/v1/merchants/{id}/terminals',
    fields: [
      { name: 'merchantNo', label: 'merchantNo', kind: 'text', from: 'merchantNos', hint: 'merchantNo' },
      { name: 'terminalNo', label: 'terminalNo', kind: 'text', hint: 'terminalNo' },
      { name: 'storeId', label: 'storeId', kind: 'choice', from: 'stores' },
      { name: 'model', label: 'model', kind: 'choice', from: 'models', hint: 'model' },
      { name: 'acquirer', label: 'acquirer', kind: 'choice', from: 'interfaceChannels', hint: 'acquirer' },
      { name: 'key', label: 'key', kind: 'key', hint: 'key' },
      FROM,
    ],
  }),
  defineForm({
    name: 'placement',
    step: 'terminals',
    path: '/v1/merchants/{id}/terminals/{merchantNo}/{terminalNo}/placements',
    fields: [{ name: 'storeId', label: 'storeId', kind: 'choice', from: 'stores' }, FROM],
  }),
  defineForm({
    name: 'terminalStatus',
    step: 'terminals',
    path: '/v1/merchants/{id}/terminals/{merchantNo}/{terminalNo}/status',
    isDangerous: true,
    fields: [{ name: 'status', label: 'status', kind: 'choice', from: 'statuses' }, FROM, REASON],
  }),
  defineForm({
    name: 'terminalKey',
    step: 'terminals',
    path: '/v1/merchants/{id}/terminals/{merchantNo}/{terminalNo}/key',
    fields: [
      { name: 'key', label: 'key', kind: 'key', hint: 'key' },
      { name: 'overlapUntil', label: 'overlapUntil', kind: 'moment', isOptional: true, hint: 'overlap' },
    ],
  }),
  defineForm({
    name: 'posModel',
    step: 'terminals',
    path: '/v1/pos-models',
    fields: [{ name: 'model', label: 'model', kind: 'text' }, METHODS],
  }),
];

export const ROOM_FORMS = [
  defineForm({
    name: 'room',
    step: 'rooms',
    path: '/v1/merchants/{id}/live-rooms',
    fields: [
      { name: 'roomId', label: 'roomId', kind: 'text', hint: 'roomId' },
      { name: 'name', label: 'name', kind: 'text' },
      SHOP,
    ],
  }),
  defineForm({ name: 'moveRoom', step: 'rooms', path: '/v1/merchants/{id}/live-rooms/{roomId}/shop', fields: [SHOP, FROM] }),
  defineForm({
    name: 'roomDefault',
    step: 'rooms',
    path: '/v1/merchants/{id}/live-rooms/{roomId}/default-interface',
    fields: [INTERFACE, FROM],
  }),
];
