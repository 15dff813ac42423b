import type { components } from './generated/openapi';
import { defineWords } from '../i18n/language';

export type ProblemDocument = components['schemas']['Problem'];

/** An answer other than success. `code` is stable; `request` finds the line in the server's log. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';

  constructor(
    readonly code: string,
    readonly status: number,
    readonly document?: ProblemDocument,
    /** How long to wait before the next try, where the server said so. */
    readonly retryAfterMs?: number,
  ) {
    super(document?.title ?? code);
  }
}

const SECOND_MS = 1_000;

/** What an answer that is not a success says; a proxy's page of HTML says only its status. */
export function problemOf(response: Response, body: unknown): ApiProblem {
  const isProblem = typeof body === 'object' && body !== null && 'code' in body;
  const document = isProblem ? (body as ProblemDocument) : undefined;
  const after = Number(response.headers.get('retry-after') ?? '');
  const retryAfterMs = after > 0 ? after * SECOND_MS : undefined;
  return new ApiProblem(document?.code ?? 'UNREACHABLE', response.status, document, retryAfterMs);
}

export const offline = (): ApiProblem => new ApiProblem('UNREACHABLE', 0);

/** What people are told, by code. A code that is not here is told by its status, with the code beside it. */
export const PROBLEMS = defineWords(
  {
    UNREACHABLE: '无法连接服务器，请检查网络后重试。',
    KEY_UNKNOWN: '密钥不正确，或已被撤销。',
    KEY_MISSING: '请先登录。',
    SESSION_OVER: '登录已过期，请重新登录。',
    SIGN_IN_LIMITED: '尝试次数过多，请稍后再试。',
    CSRF_REFUSED: '页面已过期，请重新加载后再试。',
    ROLE_FORBIDDEN: '您的角色不能进行此操作。',
    NOT_FOUND: '没有找到，或尚未到账本。',
    ROUTE_UNKNOWN: '没有找到。',
    REQUEST_INVALID: '填写的内容有误，请检查。',
    CURSOR_INVALID: '列表已变化，请重新加载。',
    STREAM_CHANGED: '别人刚刚改动过，请看最新状态后再试。',
    IDEMPOTENCY_KEY_REUSED: '同一操作已以其他内容提交过，请重新打开再试。',
    CARD_NUMBER_IN_TEXT: '文字中含有银行卡号，没有保存任何内容。',
    PROJECTION_BEHIND: '账本正在更新，请稍后再试。',
    EXPORTS_BUSY: '导出任务较多，请稍后再试。',
    EXPORT_TOO_LONG: '导出时间过长，请缩短日期范围。',
    OUTAGE: '账本暂时不可用，重试不会造成重复。',
    CLOSING: '服务器正在重启，请稍后再试。',
    FAULT: '服务器出错，已记录。',
    INSTRUCTION_OUTSTANDING: '还有指令等待终端执行，请先撤回。',
    INSTRUCTION_CARRIED_OUT: '终端已执行该指令，不能撤回。',
    PAYMENT_OUTCOME_UNKNOWN: '有交易结果未知，请先查询或冲正。',
    NOTHING_TO_CAPTURE: '没有可请款的预授权。',
    CAPTURE_EXCEEDS_AUTHORIZATION: '请款超过预授权金额的 115%。',
    AUTHORIZATION_EXPIRED: '预授权已到期。',
    NOTHING_TO_REFUND: '没有可退的款项。',
    REFUND_EXCEEDS_CAPTURED: '退款多于收款。',
    NOTHING_TO_VOID: '没有可撤销的预授权。',
    EXCEPTION_CLAIMED: '此事项已由他人负责。',
    EXCEPTION_RESOLVED: '此事项已处理，请先重新打开。',
    EXCEPTION_NOT_RESOLVED: '此事项尚未处理完成。',
    EXCEPTION_GONE: '原因已消除，无需处理。',
    OWN_PROPOSAL: '自己提出的更正须由他人审批。',
    APPROVED_ALREADY: '您已批准过，须由他人再审批。',
    PROPOSAL_CHANGED: '内容已变化，请重新查看。',
    PROPOSAL_EXPIRED: '已过有效期，请重新提出。',
    NOT_THE_PROPOSER: '只有提出人可以撤回。',
    CORRECTION_OPEN: '此更正已提出，正在等待审批。',
    CORRECTION_APPLIED: '此更正已记账，不会重复记账。',
    CORRECTION_NOT_OPEN: '此更正已不在等待审批。',
    TARGET_MOVED: '被更正的账目已变化，请重新提出。',
    PERIOD_CLOSED: '记账日所在月份已结账。',
    EVIDENCE_MISSING: '更正须有依据。',
    CORRECTION_CHANGES_NOTHING: '此更正不会改变任何账目。',
    DIFFERENCE_NOT_OPEN: '此差异已处理，或在等待下一份账单。',
    NOTHING_TO_WRITE_OFF: '没有可核销的金额差异。',
    MATCH_DECIDED: '此明细已处理。',
    MATCH_NOT_PROPOSED: '没有待确认的匹配。',
    MATCH_WITHOUT_DIFFERENCE: '没有未处理的差异。',
    STATEMENT_EMPTY: '文件没有内容。',
    STATEMENT_FORMAT_UNKNOWN: '不是可识别的账单格式。',
    STATEMENT_ENCRYPTED: '文件已加密，请解压后再导入。',
    STATEMENT_BROKEN: '文件已损坏或不完整，请重新下载。',
    STATEMENT_NESTED: '压缩包内还有压缩包，请导入里面的文件。',
    STATEMENT_MIXED: '压缩包内的账单不属于同一份，请逐个导入。',
    STATEMENT_DATES_DAMAGED: '日期或数字被表格软件改动，请导入原始文件。',
    STATEMENT_TOO_LARGE: '文件过大。',
    STATEMENT_COLUMN_MISSING: '缺少必要的列。',
    STATEMENT_ACCOUNT_UNKNOWN: '文件没有账户，请填写账户。',
    STATEMENT_OF_ANOTHER_MERCHANT: '文件中有不属于此商户的账户。',
    other4: '账本拒绝了此操作（{code}）。',
    other5: '服务器暂时无法处理（{code}）。',
  },
  {
    UNREACHABLE: 'The server can not be reached. Check the network and try again.',
    KEY_UNKNOWN: 'This key is not known, or was revoked.',
    KEY_MISSING: 'Sign in first.',
    SESSION_OVER: 'Your session is over. Sign in again.',
    SIGN_IN_LIMITED: 'Too many tries. Wait a moment.',
    CSRF_REFUSED: 'This page is too old. Load it again.',
    ROLE_FORBIDDEN: 'Your role may not do this.',
    NOT_FOUND: 'Not found, or not in the ledger yet.',
    ROUTE_UNKNOWN: 'Not found.',
    REQUEST_INVALID: 'Something was filled in wrong. Please check.',
    CURSOR_INVALID: 'The list has changed. Load it again.',
    STREAM_CHANGED: 'Somebody else was faster. Look at it as it is now, then try again.',
    IDEMPOTENCY_KEY_REUSED: 'This was sent with other content before. Open it again.',
    CARD_NUMBER_IN_TEXT: 'The text holds a card number. Nothing was stored.',
    PROJECTION_BEHIND: 'The ledger is catching up. Try again in a moment.',
    EXPORTS_BUSY: 'Many exports are under way. Try again in a moment.',
    EXPORT_TOO_LONG: 'The export takes too long. Choose fewer days.',
    OUTAGE: 'The ledger can not be reached right now. Trying again does no harm.',
    CLOSING: 'The server is restarting. Try again in a moment.',
    FAULT: 'The server has a fault. It was recorded.',
    INSTRUCTION_OUTSTANDING: 'Another instruction waits for the terminal. Withdraw it first.',
    INSTRUCTION_CARRIED_OUT: 'The terminal carried the instruction out. It can not be withdrawn.',
    PAYMENT_OUTCOME_UNKNOWN: 'The outcome of a transaction is unknown. Inquire or reverse it first.',
    NOTHING_TO_CAPTURE: 'No hold stands that could be captured.',
    CAPTURE_EXCEEDS_AUTHORIZATION: 'More than 115 % of the authorised amount would be captured.',
    AUTHORIZATION_EXPIRED: 'The authorization has expired.',
    NOTHING_TO_REFUND: 'Nothing was captured, or all of it was given back.',
    REFUND_EXCEEDS_CAPTURED: 'More would be given back than was captured.',
    NOTHING_TO_VOID: 'No hold stands that could be released.',
    EXCEPTION_CLAIMED: 'Another holds this already.',
    EXCEPTION_RESOLVED: 'This is resolved. Reopen it first.',
    EXCEPTION_NOT_RESOLVED: 'This is not resolved.',
    EXCEPTION_GONE: 'Its cause is gone. There is nothing to do.',
    OWN_PROPOSAL: 'Another person than who proposed it has to approve it.',
    APPROVED_ALREADY: 'You approved it already; another person has to.',
    PROPOSAL_CHANGED: 'It is not what was shown any more. Look at it again.',
    PROPOSAL_EXPIRED: 'The proposal has expired. Propose it again.',
    NOT_THE_PROPOSER: 'Only who proposed it withdraws it.',
    CORRECTION_OPEN: 'It is proposed already and waits for a decision.',
    CORRECTION_APPLIED: 'It is booked already, and never twice.',
    CORRECTION_NOT_OPEN: 'It does not wait for a decision any more.',
    TARGET_MOVED: 'What is corrected has changed. Propose it anew.',
    PERIOD_CLOSED: 'The day lies in a closed month.',
    EVIDENCE_MISSING: 'A correction needs evidence.',
    CORRECTION_CHANGES_NOTHING: 'This would leave everything as it is.',
    DIFFERENCE_NOT_OPEN: 'This is decided already, or waits for the next statement.',
    NOTHING_TO_WRITE_OFF: 'There is no difference in money that is not explained.',
    MATCH_DECIDED: 'This case is decided already.',
    MATCH_NOT_PROPOSED: 'Nothing is proposed here.',
    MATCH_WITHOUT_DIFFERENCE: 'No difference is open here.',
    STATEMENT_EMPTY: 'There is nothing in the file.',
    STATEMENT_FORMAT_UNKNOWN: 'This is no statement of a known format.',
    STATEMENT_ENCRYPTED: 'The file is encrypted. Unpack it first.',
    STATEMENT_BROKEN: 'The file is broken or cut off. Download it again.',
    STATEMENT_NESTED: 'An archive within an archive is not opened. Send the inner one.',
    STATEMENT_MIXED: 'The archive holds statements that do not belong together. Send them one by one.',
    STATEMENT_DATES_DAMAGED: 'A spreadsheet has spoilt dates or numbers. Send the file as it was downloaded.',
    STATEMENT_TOO_LARGE: 'The file is too large.',
    STATEMENT_COLUMN_MISSING: 'A column that the format must have is not there.',
    STATEMENT_ACCOUNT_UNKNOWN: 'The file does not say whose account it is. Name it.',
    STATEMENT_OF_ANOTHER_MERCHANT: 'The file holds rows of an account that is not this merchant’s.',
    other4: 'The ledger refused this ({code}).',
    other5: 'The server can not do this right now ({code}).',
  },
);
