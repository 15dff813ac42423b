import { callBack } from './callbacks.js';
import { collect } from './counter.js';
import type { Ledger } from './ledger.js';
import { instruct, push, report, rows } from './outside.js';
import type { Cast } from './story/cast.js';
import type { HandOver } from './story/counter.js';
import type { Step } from './story/step.js';

/** Sends one step as its sender would. Answers how many messages, transactions, rows or instructions were taken. */
export function send(ledger: Ledger, cast: Cast, step: Step): Promise<number> {
  const { shopId } = cast.shop;
  const { clientKey, accountId } = cast.life;
  switch (step.type) {
    case 'push':
      return push(ledger, cast, step);
    case 'transactions':
      return report(ledger, step.terminal, step.lines);
    case 'settle_bill':
      return rows(ledger, '/v1/channels/douyin/settle-bill', { shop_id: shopId, rows: step.rows });
    case 'account_items':
      return rows(ledger, '/v1/channels/douyin/account-items', { shop_id: shopId, rows: step.rows });
    case 'statement':
      return rows(ledger, '/v1/channels/acquirer/settlements', { rows: step.rows });
    case 'disputes':
      return rows(ledger, '/v1/channels/acquirer/disputes', { rows: step.rows });
    case 'callback':
      return callBack(ledger, cast, step.callback);
    case 'life_ledger':
      return rows(ledger, '/v1/channels/douyin/life-ledger', { client_key: clientKey, account_id: accountId, rows: step.rows });
    case 'life_movements':
      return rows(ledger, '/v1/channels/douyin/life-movements', {
        client_key: clientKey,
        account_id: accountId,
        rows: step.rows,
      });
    case 'counter':
      return oneByOne(ledger, cast, step.handOvers);
    case 'instruction':
      return instruct(ledger, step.terminal, step.instruction);
  }
}

async function oneByOne(ledger: Ledger, cast: Cast, handOvers: readonly HandOver[]): Promise<number> {
  let messages = 0;
  for (const handOver of handOvers) messages += await collect(ledger, cast, handOver);
  return messages;
}
