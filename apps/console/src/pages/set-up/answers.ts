import type { AnswerOf } from '../../api/client';

export type SetUp = AnswerOf<'/v1/merchants/{id}/setup'>['data'];
export type Shop = SetUp['douyinShops'][number];
export type Account = SetUp['channelAccounts'][number];
export type Terminal = SetUp['terminals'][number];
export type PaymentInterface = SetUp['paymentInterfaces'][number];

export type Checkup = AnswerOf<'/v1/merchants/{id}/checkup'>['data'];
export type Checked = Checkup['bindings'][number];
export type Finding = Checked['findings'][number];
export type Verdict = Finding['verdict'];
export type Code = Finding['code'];

export type Model = AnswerOf<'/v1/pos-models'>['data'][number];
export type Schedule = AnswerOf<'/v1/merchants/{id}/fee-schedules/{channel}'>['schedules'][number];
export type Destination = AnswerOf<'/v1/merchants/{id}/settlement-destinations/{channel}/{merchantNo}'>['destinations'][number];
export type Terms = AnswerOf<'/v1/merchants/{id}/terms'>['terms'][number];
