import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access } from '../http/access.js';
import { assertMayLookBack } from '../ledger/times.js';
import { ORDER } from '../orders/orders.answers.js';
import { PAYMENT } from '../payments/payments.answers.js';
import { PersonWindow } from '../privacy/person-window.js';
import { TRANSACTION } from '../reports/reports.answers.js';
import { SETTLEMENT } from '../settlements/settlements.controller.js';
import { BookExports } from './book-exports.js';
import { ExportDesk } from './export-desk.js';
import { JOURNAL_FORMATS } from './export-formats.js';
import { AS_A_FILE, Exported, JOURNAL_ROW, LEDGER_ROW, TRIAL_ROW } from './exports.docs.js';
import {
  GeneralLedgerExport,
  JournalExport,
  OrdersExport,
  PaymentsExport,
  SettlementsExport,
  StatementExport,
  TransactionsExport,
  TrialBalanceExport,
} from './exports.requests.js';
import { JSON_UNLESS_SAID, send } from './sending.js';
import { ordersExport, paymentsExport, settlementsExport, transactionsExport, type Shown } from './list-exports.js';

/** Whole answers as files. What asks for lines of accounts is for those who may look back. */
@ApiTags('exports')
@Controller('v1/exports')
export class ExportsController {
  constructor(
    private readonly desk: ExportDesk,
    private readonly book: BookExports,
    private readonly persons: PersonWindow,
  ) {}

  @Get('trial-balance')
  @Access('read', AS_A_FILE)
  @Exported('The trial balance with the chart of accounts: now, effective at a day, or as known then (auditors).', TRIAL_ROW)
  trialBalance(
    @Query() { format = JSON_UNLESS_SAID, ...asked }: TrialBalanceExport,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    assertMayLookBack(asked, request.caller, ['effective']);
    return send(this.desk, { reply, format, asked }, (reader) => this.book.trialBalance(reader, asked));
  }

  @Get('general-ledger')
  @Access('history')
  @Exported('Every account over accounting days: opening, lines, closing, with the chart of accounts.', LEDGER_ROW)
  generalLedger(
    @Query() { format = JSON_UNLESS_SAID, ...asked }: GeneralLedgerExport,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return send(this.desk, { reply, format, asked }, (reader) => this.book.generalLedger(reader, asked));
  }

  @Get('statement')
  @Access('history')
  @Exported('One account over accounting days: opening, lines, closing.', LEDGER_ROW)
  statement(@Query() { format = JSON_UNLESS_SAID, ...asked }: StatementExport, @Res() reply: FastifyReply): Promise<void> {
    return send(this.desk, { reply, format, asked }, (reader) => this.book.statement(reader, asked));
  }

  @Get('journal')
  @Access('history')
  @Exported('The journal out of the log, also for hledger and beancount.', JOURNAL_ROW, JOURNAL_FORMATS)
  journal(@Query() { format = JSON_UNLESS_SAID, ...asked }: JournalExport, @Res() reply: FastifyReply): Promise<void> {
    return send(this.desk, { reply, format, asked }, (reader) => this.book.journal(reader, asked));
  }

  @Get('transactions')
  @Access('read', AS_A_FILE)
  @Exported(
    'Orders, payments at terminals and in mini-apps, and vouchers in one list, now or as known then (auditors).',
    TRANSACTION,
  )
  transactions(
    @Query() { format = JSON_UNLESS_SAID, ...asked }: TransactionsExport,
    @Req() { caller }: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    assertMayLookBack(asked, caller);
    return send(this.desk, { reply, format, asked }, (reader) => transactionsExport(reader, asked));
  }

  @Get('orders')
  @Access('read', AS_A_FILE)
  @Exported('Douyin orders as of now.', ORDER)
  orders(
    @Query() { format = JSON_UNLESS_SAID, ...asked }: OrdersExport,
    @Req() { caller }: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const shown: Shown = (page) => this.persons.page(page, caller);
    return send(this.desk, { reply, format, asked }, (reader) => ordersExport(reader, asked, shown));
  }

  @Get('payments')
  @Access('read', AS_A_FILE)
  @Exported('Payments at terminals as of now.', PAYMENT)
  payments(
    @Query() { format = JSON_UNLESS_SAID, ...asked }: PaymentsExport,
    @Req() { caller }: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const shown: Shown = (page) => this.persons.page(page, caller);
    return send(this.desk, { reply, format, asked }, (reader) => paymentsExport(reader, asked, shown));
  }

  @Get('settlements')
  @Access('read', AS_A_FILE)
  @Exported('Settlement rows, movements and batch totals as of now.', SETTLEMENT)
  settlements(@Query() { format = JSON_UNLESS_SAID, ...asked }: SettlementsExport, @Res() reply: FastifyReply): Promise<void> {
    return send(this.desk, { reply, format, asked }, (reader) => settlementsExport(reader, asked));
  }
}
