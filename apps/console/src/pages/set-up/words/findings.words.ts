import { defineWords } from '../../../i18n/language';
import type { Code, Finding } from '../answers';

/** What a finding means. */
export const FINDINGS = defineWords<Code>(
  {
    ACCOUNT_WITHOUT_KEYS: '没有密钥或公钥，对方发来的消息无法验签。',
    BINDING_NOT_LIVE: '绑定尚未上线。',
    BINDING_SUSPENDED: '绑定已暂停。',
    CALENDAR_YEAR_MISSING: '结算按工作日计算，但缺少该年份的节假日。',
    DEFAULT_INTERFACE_CLOSED: '默认支付接口已关闭或尚未生效。',
    DEFAULT_INTERFACE_MISSING: '没有默认支付接口，订单只能指定终端收款。',
    DEFAULT_INTERFACE_UNBOUND: '抖店已不再绑定其默认支付接口。',
    DESTINATION_ENDS_SOON: '结算账户即将到期，没有后续账户。',
    FEE_SCHEDULE_ENDS_SOON: '费率即将到期，没有后续费率。',
    INTERFACE_CLOSED_WHILE_DEFAULT: '支付接口已关闭，却仍是默认接口。',
    INTERFACE_ENDS_SOON: '支付接口即将到期，没有后续接口。',
    METHOD_FEE_GAP: '费率没有覆盖某种收款方式的全部金额。',
    METHOD_WITHOUT_FEE: '有收款方式没有约定费率。',
    NO_FEE_SCHEDULE: '没有生效的费率，无法核对手续费。',
    NO_NOTICE: '很久没有收到消息。',
    NO_SETTLEMENT_DESTINATION: '没有结算账户，不知道钱打到哪里。',
    PROBE_FAILED: '账本给自己发的测试消息没有得到正常答复。',
    PROBE_NOT_POSSIBLE: '公钥可读；是否就是对方签名所用，只有对方发来消息才能确认。',
    PROBE_REFUSED: '账本给自己发的测试消息验签未通过。',
    PUBLIC_KEY_UNUSABLE: '对方公钥不可用或强度不足。',
    PULL_FAILING: '拉取失败。',
    PULL_NEVER_ON: '没有开启拉取，推送漏掉的不会被找回。',
    PULL_OFF: '拉取已关闭，推送漏掉的不会被找回。',
    SECRET_MISSING: '密钥已丢失，它签的消息都不会被接受。',
    SECRET_OVERLAP_ENDS: '旧密钥的并行期即将结束。',
    SECRET_UNDECIPHERABLE: '密钥无法解密，它签的消息都不会被接受。',
    TERMINAL_SILENT: '很久没有收到终端的消息。',
    TERMINAL_SUSPENDED: '终端已停用。',
    TERMINAL_USED_ELSEWHERE: '终端最近一笔收款归属的门店与登记的不同。',
    TERMS_NOT_ACKNOWLEDGED: '协议还没有人阅读并接受。',
  },
  {
    ACCOUNT_WITHOUT_KEYS: 'No secret or public key: nothing the party signs can be verified.',
    BINDING_NOT_LIVE: 'The binding is not live yet.',
    BINDING_SUSPENDED: 'The binding is suspended.',
    CALENDAR_YEAR_MISSING: 'Payouts count working days, and the holidays of a year are not known.',
    DEFAULT_INTERFACE_CLOSED: 'The default payment interface is closed, or not open yet.',
    DEFAULT_INTERFACE_MISSING: 'No default payment interface: orders are collected by a named terminal only.',
    DEFAULT_INTERFACE_UNBOUND: 'The shop is no longer bound to its default payment interface.',
    DESTINATION_ENDS_SOON: 'The settlement destination ends soon, and none follows it.',
    FEE_SCHEDULE_ENDS_SOON: 'The fee schedule ends soon, and none follows it.',
    INTERFACE_CLOSED_WHILE_DEFAULT: 'The payment interface is closed, and still a default.',
    INTERFACE_ENDS_SOON: 'The payment interface ends soon, and none follows it.',
    METHOD_FEE_GAP: 'The fees of a payment method leave amounts out.',
    METHOD_WITHOUT_FEE: 'A payment method has no agreed fee.',
    NO_FEE_SCHEDULE: 'No fee schedule is in force: charges can not be checked.',
    NO_NOTICE: 'Nothing was heard for long.',
    NO_SETTLEMENT_DESTINATION: 'It is not known where the money is paid out.',
    PROBE_FAILED: 'A notice that the ledger sent to itself was not answered as it should be.',
    PROBE_NOT_POSSIBLE: 'The public keys can be read; that the party signs with them only its own notices show.',
    PROBE_REFUSED: 'A notice that the ledger signed and sent to itself was refused.',
    PUBLIC_KEY_UNUSABLE: 'A public key of the party can not be used, or is weak.',
    PULL_FAILING: 'Pulling fails.',
    PULL_NEVER_ON: 'Pulling is not switched on: what no push brings is not found.',
    PULL_OFF: 'Pulling is off: what no push brings is not found.',
    SECRET_MISSING: 'The secret is gone: nothing that it signs is taken.',
    SECRET_OVERLAP_ENDS: 'The secret before verifies for a short time only.',
    SECRET_UNDECIPHERABLE: 'The secret can not be deciphered: nothing that it signs is taken.',
    TERMINAL_SILENT: 'Nothing was heard of the terminal for long.',
    TERMINAL_SUSPENDED: 'The terminal is suspended.',
    TERMINAL_USED_ELSEWHERE: 'Its last payment is counted to another store than it stands in.',
    TERMS_NOT_ACKNOWLEDGED: 'Nobody has read and accepted these terms.',
  },
);

/** What to do about it, in Chinese; in English the server says it. */
export const MENDINGS: Readonly<Record<Code, string>> = {
  ACCOUNT_WITHOUT_KEYS: '填写对方的公钥。',
  BINDING_NOT_LIVE: '办理并登记下一步。',
  BINDING_SUSPENDED: '恢复后登记为已上线。',
  CALENDAR_YEAR_MISSING: '按国务院公布的安排填写放假和调休。',
  DEFAULT_INTERFACE_CLOSED: '另选一个有效的支付接口作为默认。',
  DEFAULT_INTERFACE_MISSING: '选择一个已绑定的支付接口作为默认；没有则先添加并绑定。',
  DEFAULT_INTERFACE_UNBOUND: '重新绑定，或另选默认接口。',
  DESTINATION_ENDS_SOON: '设置后续的结算账户。',
  FEE_SCHEDULE_ENDS_SOON: '约定后续费率。',
  INTERFACE_CLOSED_WHILE_DEFAULT: '为使用它的抖店和直播间另选默认接口。',
  INTERFACE_ENDS_SOON: '添加后续的支付接口。',
  METHOD_FEE_GAP: '结束这份费率，再约定一份覆盖全部金额的。',
  METHOD_WITHOUT_FEE: '结束这份费率，再约定一份包含该收款方式的。',
  NO_FEE_SCHEDULE: '约定费率。',
  NO_NOTICE: '到对方后台检查推送地址是否为本账本，消息是否已订阅、应用是否已获授权。',
  NO_SETTLEMENT_DESTINATION: '设置结算账户。',
  PROBE_FAILED: '查看服务器日志和 /health/ready。',
  PROBE_NOT_POSSIBLE: '请对方发一条通知，确认被接受。',
  PROBE_REFUSED: '在对方后台重置密钥，再填到这里，不留并行期。',
  PUBLIC_KEY_UNUSABLE: '填写对方公布的公钥。',
  PULL_FAILING: '检查平台是否可访问、应用是否有权限。',
  PULL_NEVER_ON: '开启拉取。',
  PULL_OFF: '开启拉取。',
  SECRET_MISSING: '在对方后台重置密钥，再填到这里，不留并行期。',
  SECRET_OVERLAP_ENDS: '请对方在此之前改用新密钥。',
  SECRET_UNDECIPHERABLE: '在对方后台重置密钥，再填到这里，不留并行期。',
  TERMINAL_SILENT: '检查终端是否开机、联网、时间正确；不用的终端请停用或报废。',
  TERMINAL_SUSPENDED: '重新启用，或报废。',
  TERMINAL_USED_ELSEWHERE: '登记它现在所在的门店；以前的收款不变。',
  TERMS_NOT_ACKNOWLEDGED: '阅读后接受。',
};

interface Detail {
  /** What of the server's sentence is particular to the case: named groups. */
  readonly of: RegExp;
  readonly zh: string;
}

/** Particulars in Chinese; in English they stand in the server's sentence. */
const DETAILS: Partial<Readonly<Record<Code, Detail>>> = {
  BINDING_NOT_LIVE: { of: /binding is (?<state>\w+)/, zh: '目前：{state}' },
  CALENDAR_YEAR_MISSING: { of: /holidays of (?<year>\d{4})/, zh: '缺少 {year} 年' },
  DEFAULT_INTERFACE_CLOSED: { of: /interface (?<id>\S+) is/, zh: '支付接口 {id}' },
  DEFAULT_INTERFACE_UNBOUND: { of: /interface (?<id>\S+?)\.$/, zh: '支付接口 {id}' },
  DESTINATION_ENDS_SOON: { of: /of (?<id>\S+) is in force until (?<moment>\S+),/, zh: '商户号 {id}，有效至 {moment}' },
  FEE_SCHEDULE_ENDS_SOON: { of: /of (?<channel>\S+) is in force until (?<moment>\S+),/, zh: '{channel}，有效至 {moment}' },
  INTERFACE_CLOSED_WHILE_DEFAULT: { of: /default of (?<id>.+)\.$/, zh: '默认于：{id}' },
  INTERFACE_ENDS_SOON: { of: /until (?<moment>\S+),/, zh: '有效至 {moment}' },
  METHOD_FEE_GAP: { of: /lines for (?<method>\w+)/, zh: '收款方式：{method}' },
  METHOD_WITHOUT_FEE: { of: /line for (?<method>\w+)/, zh: '收款方式：{method}' },
  NO_FEE_SCHEDULE: { of: /schedule of (?<channel>\S+) is/, zh: '渠道：{channel}' },
  NO_SETTLEMENT_DESTINATION: { of: /where (?<channel>\S+) pays out what (?<id>\S+) collects/, zh: '{channel}，商户号 {id}' },
  PROBE_FAILED: { of: /be: (?<id>.+)\.$/, zh: '答复：{id}' },
  PROBE_REFUSED: { of: /genuine: (?<id>.+)\.$/, zh: '答复：{id}' },
  PUBLIC_KEY_UNUSABLE: { of: /^(?<id>.+)$/, zh: '{id}' },
  PULL_FAILING: { of: /^Pulling \S+ failed (?<id>\d+) times: (?<reason>.+)$/, zh: '连续 {id} 次：{reason}' },
  SECRET_OVERLAP_ENDS: { of: /until (?<moment>\S+) only/, zh: '有效至 {moment}' },
  TERMINAL_SUSPENDED: { of: /suspended: (?<reason>.+)$/s, zh: '原因：{reason}' },
  TERMINAL_USED_ELSEWHERE: {
    of: /is placed in (?<store>\S+) since.*counted to (?<other>\S+?)\.$/,
    zh: '登记于 {store}，收款归 {other}',
  },
};

/** Chinese for what is particular to a finding; undefined where nothing is. */
export function detailInChinese({ code, says }: Finding, nameOf: (group: string, value: string) => string): string | undefined {
  const detail = DETAILS[code];
  const groups = detail?.of.exec(says)?.groups;
  if (!detail || !groups) return undefined;
  return detail.zh.replaceAll(/\{(\w+)\}/g, (_, group: string) => nameOf(group, groups[group] ?? ''));
}
