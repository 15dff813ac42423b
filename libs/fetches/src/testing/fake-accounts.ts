/** What goes wrong with a call or a download. `creating`: there is a bill, and not yet. */
export type ChannelTrouble =
  | 'none'
  | 'http_500'
  | 'reset'
  | 'slow'
  | 'garbage'
  | 'creating'
  | 'refused'
  | 'unsigned'
  | 'wrong_hash'
  | 'expired'
  | 'truncated'
  | 'huge'
  | 'redirect'
  | 'elsewhere'
  | 'page_trap';

/** Whom the fake knows, under which keys. */
export const FAKE_ACCOUNTS = {
  wechat: { mchid: '1900000109', serial: '5157F09EFDC096DE15EBE81A47057A7232F1B8E1' },
  alipay: { account: '2088000000000001', appId: '2021000000000001' },
  allinpay: { cusid: '990440148166000', appId: '00000003', key: 'allinpay-shared-key-0001' },
  life: { clientKey: 'ck_example', clientSecret: 'cs_example_0123456789', accountId: '7000000000000000002' },
} as const;
