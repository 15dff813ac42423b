import { defineForm } from './form';
import { END, FROM, TO } from './shop-forms';

const CHANNEL = { name: 'channel', label: 'channel', kind: 'choice', from: 'channels' } as const;
const TO_BANK = { field: 'payTo', is: 'bank' } as const;
const TO_DOUYIN = { field: 'payTo', is: 'douyin' } as const;
const DOCUMENT = [
  { name: 'party', label: 'party', kind: 'choice', from: 'channels' },
  { name: 'document', label: 'document', kind: 'text', example: 'technical-service-fee' },
  { name: 'version', label: 'version', kind: 'text', example: '2026-01' },
] as const;

export const DESTINATION_FORMS = [
  defineForm({
    name: 'destination',
    step: 'destinations',
    path: '/v1/merchants/{id}/settlement-destinations',
    fields: [
      CHANNEL,
      { name: 'merchantNo', label: 'merchantNo', kind: 'text', from: 'merchantNos', hint: 'collectingNo' },
      { name: 'id', label: 'destinationNew', kind: 'text', hint: 'newId' },
      { name: 'payTo', label: 'payTo', kind: 'choice', from: 'payees', startsAs: 'bank', isLocal: true, hint: 'payTo' },
      { name: 'bankAccount.account', label: 'account', kind: 'text', when: TO_BANK, hint: 'account', example: 'main' },
      { name: 'bankAccount.bank', label: 'bank', kind: 'text', when: TO_BANK },
      { name: 'bankAccount.lastFour', label: 'lastFour', kind: 'text', when: TO_BANK, hint: 'lastFour' },
      { name: 'douyinShopId', label: 'douyinShopId', kind: 'choice', from: 'shops', when: TO_DOUYIN },
      { name: 'cycle', label: 'cycle', kind: 'text', hint: 'cycle', example: 'T+1' },
      { name: 'cutOff', label: 'channelCutOff', kind: 'text', example: '23:00' },
      FROM,
      TO,
    ],
  }),
  defineForm({
    name: 'endDestination',
    step: 'destinations',
    path: '/v1/merchants/{id}/settlement-destinations/{channel}/{merchantNo}/{destinationId}/end',
    isDangerous: true,
    fields: [END],
  }),
  defineForm({
    name: 'holidays',
    step: 'destinations',
    path: '/v1/holiday-calendars/cn/years',
    fields: [
      { name: 'year', label: 'year', kind: 'number' },
      { name: 'holidays', label: 'holidays', kind: 'days', hint: 'days' },
      { name: 'workingDays', label: 'workingDays', kind: 'days', hint: 'days' },
      { name: 'source', label: 'source', kind: 'text' },
    ],
  }),
];

export const FEE_FORMS = [
  defineForm({
    name: 'fees',
    step: 'fees',
    path: '/v1/merchants/{id}/fee-schedules',
    fields: [
      CHANNEL,
      { name: 'id', label: 'scheduleNew', kind: 'text', hint: 'newId' },
      FROM,
      TO,
      { name: 'refundReturnsFee', label: 'refundReturnsFee', kind: 'choice', from: 'refundPolicies' },
      { name: 'lines', label: 'lines', kind: 'lines', hint: 'lines' },
    ],
  }),
  defineForm({
    name: 'endFees',
    step: 'fees',
    path: '/v1/merchants/{id}/fee-schedules/{channel}/{scheduleId}/end',
    isDangerous: true,
    fields: [END],
  }),
];

export const TERMS_FORMS = [
  defineForm({
    name: 'terms',
    step: 'terms',
    path: '/v1/merchants/{id}/terms',
    fields: [
      ...DOCUMENT,
      { name: 'kind', label: 'kind', kind: 'choice', from: 'termsKinds' },
      { name: 'effectiveFrom', label: 'since', kind: 'moment', startsAs: 'now' },
      { name: 'url', label: 'url', kind: 'text', example: 'https://' },
      { name: 'changes', label: 'changes', kind: 'long', hint: 'changes' },
      { name: 'digest', label: 'digest', kind: 'text', isOptional: true, hint: 'digest' },
    ],
  }),
  defineForm({
    name: 'acceptTerms',
    step: 'terms',
    path: '/v1/merchants/{id}/terms/acknowledgements',
    fields: [...DOCUMENT, { name: 'by', label: 'reader', kind: 'text' }],
  }),
];
