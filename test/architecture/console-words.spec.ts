import { NOTICE_CHANNELS } from '#channels';
import { CORRECTION_STATUSES } from '#corrections';
import { CATALOGUE, ITEM_STATES, SEVERITIES } from '#worklist';
import { ROLES } from '../../apps/server/src/http/access.js';
import { ledgerErrors } from '../../apps/server/src/ledger-errors.js';
import { NOTICE_STATUSES } from '../../apps/server/src/notices/notices.view.js';
import { ORDER_STATUSES } from '../../apps/server/src/orders/orders.requests.js';
import { PAYMENT_STATUSES } from '../../apps/server/src/payments/payments.requests.js';
import { MATCH_STATUSES } from '../../apps/server/src/reconciliation/reconciliation.requests.js';
import { GOLDEN_FEATURES } from '../golden/features.js';
import { consoleFiles, dictionary, pairs, textOf, wordsOutside } from './console-words.js';

const guides = Object.values(CATALOGUE).flatMap((byCode) => Object.entries(byCode));

/** What the server can send and the console says by key: from where the server has it. */
const SENT: readonly (readonly [string, string, string, readonly string[]])[] = [
  ['event types', 'i18n/event.words.ts', 'EVENT_NAMES', GOLDEN_FEATURES.flatMap(({ schemas }) => Object.keys(schemas))],
  ['exceptions', 'i18n/exception.words.ts', 'EXCEPTION_NAMES', guides.map(([code]) => code)],
  ['kinds of exceptions', 'i18n/ledger.words.ts', 'KINDS', Object.keys(CATALOGUE)],
  ['severities', 'i18n/ledger.words.ts', 'SEVERITY_NAMES', SEVERITIES],
  ['states of exceptions', 'pages/exceptions/words.ts', 'EXCEPTIONS', ITEM_STATES],
  ['statuses of orders', 'i18n/status.words.ts', 'STATUSES', ORDER_STATUSES],
  ['statuses of payments', 'i18n/status.words.ts', 'STATUSES', PAYMENT_STATUSES],
  ['statuses of matches', 'pages/reconciliation/names.words.ts', 'STATUS_NAMES', MATCH_STATUSES],
  ['statuses of corrections', 'pages/corrections/words.ts', 'STATUS_NAMES', CORRECTION_STATUSES],
  ['statuses of notices', 'pages/system/words.ts', 'NOTICE_STATES', NOTICE_STATUSES],
  ['channels of notices', 'i18n/ledger.words.ts', 'NOTICE_CHANNELS', NOTICE_CHANNELS],
  ['roles', 'i18n/ledger.words.ts', 'ROLES', ROLES],
];

describe('the console in two languages', () => {
  it.each(consoleFiles('.tsx'))('has its words in dictionaries: %s', (file) => {
    expect(wordsOutside(file, textOf(file))).toEqual([]);
  });

  it('would miss none that stands outside of them', () => {
    const planted = `const A = () => (
      <p title="Balance" data-x="code">
        Total {isNew && 'neu'} {\`\${n} 行\`} <kbd>Ctrl K</kbd>
        <B label={x ? t.a : '合计'} columns={[{ title: 'Amount', key: 'amount' }]} />
      </p>
    );`;
    expect(wordsOutside('planted.tsx', planted).map((found) => found.replace(/^\d+: /, ''))).toEqual([
      'Balance',
      'Total',
      'neu',
      '行',
      '合计',
      'Amount',
    ]);
  });

  it.each(SENT)('has a word in each for all %s', (_what, file, name, codes) => {
    const { zh, en } = dictionary(file, name);
    expect(codes.length).toBeGreaterThan(2);
    expect(codes.filter((code) => !zh.get(code)?.trim() || !en.get(code)?.trim())).toEqual([]);
  });

  it('says every problem in Chinese; in English the ledger itself says those that have no words here', () => {
    const { zh } = dictionary('api/problem.ts', 'PROBLEMS');
    const others = pairs('api/ledger-problem.words.ts', 'LEDGER_PROBLEMS');
    const codes = [...ledgerErrors()].map(([code]) => code);
    expect(codes.filter((code) => !zh.get(code)?.trim() && !others.get(code)?.trim())).toEqual([]);
    expect([...others.keys()].filter((code) => !codes.includes(code) || zh.has(code))).toEqual([]);
  });

  it('says in Chinese whatever the ledger says of an exception', () => {
    const { zh } = dictionary('i18n/guide.words.ts', 'GUIDES');
    const sentences = guides.flatMap(([, { happened, mend }]) => [happened, mend.says]);
    expect(sentences.length).toBeGreaterThan(100);
    expect(sentences.filter((sentence) => !zh.get(sentence)?.trim())).toEqual([]);
  });
});
