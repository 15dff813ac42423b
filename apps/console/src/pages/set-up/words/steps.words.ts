import { defineWords } from '../../../i18n/language';
import type { StepName } from '../steps/names';

export const STEP_TITLES = defineWords<StepName>(
  {
    stores: '商户与门店',
    shops: '抖店',
    interfaces: '支付接口',
    accounts: '渠道账户',
    terminals: '终端',
    rooms: '直播间',
    destinations: '结算账户',
    fees: '费率',
    terms: '协议',
  },
  {
    stores: 'Merchant and stores',
    shops: 'Douyin shops',
    interfaces: 'Payment interfaces',
    accounts: 'Channel accounts',
    terminals: 'Terminals',
    rooms: 'Live rooms',
    destinations: 'Settlement destinations',
    fees: 'Fee schedules',
    terms: 'Terms',
  },
);

/** What a step is for. */
export const STEP_SAYS = defineWords<StepName>(
  {
    stores: '一个商户一本账；门店用来归集终端和线下收款。',
    shops: '绑定抖店及其应用，账本才能接收并核验订单、退款和结算消息。',
    interfaces: '进件得到的商户号。绑定到抖店后，订单可由它收款；默认接口用于没有另行选择的订单。',
    accounts: '抖音来客、小程序，以及收单机构和钱包的账户，用来核验它们发来的通知。',
    terminals: '柜台的 POS 终端：商户号加终端号，以密钥签名，摆放在某个门店。',
    rooms: '直播间的订单归到抖店；可以有自己的默认支付接口。',
    destinations: '每个商户号的钱打到哪里、几天到账，用来核对银行到账。',
    fees: '各渠道约定的手续费，按生效时间排列，用来核对每笔扣费。',
    terms: '平台和渠道的协议、收费标准：哪一版生效，由谁阅读并接受。',
  },
  {
    stores: 'A merchant is one set of books; terminals and payments at the counter count to its stores.',
    shops: 'The shop and its app: what the ledger needs to take and verify orders, refunds and settlements.',
    interfaces: 'Merchant numbers with channels. A shop is paid through those it is bound to, by default through one.',
    accounts: 'Local life, mini-apps, acquirers and wallets: what verifies the notices that they send.',
    terminals: 'POS terminals at the counter: merchant and terminal number, a signing key, and the store it stands in.',
    rooms: 'Orders of a live room belong to its shop; a room may have a default interface of its own.',
    destinations: 'Where the money of each merchant number goes and when: bank credits are compared with it.',
    fees: 'What each channel takes, by time: every charge is compared with it.',
    terms: 'Terms and fee standards of platforms and channels: what is in force, and who accepted it.',
  },
);
