import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access } from '../http/access.js';
import { AGEING_ROW, COMPARED, DISCOUNT_ROW, DUE_ROW, FEES_ROW, REPORT_ROW, VARIANCE_ROW } from '../reports/reports.answers.js';
import { assertMayLookBack } from '../ledger/times.js';
import { ExportDesk } from './export-desk.js';
import { AS_A_FILE, Exported } from './exports.docs.js';
import { AgeingExport, FeeVarianceExport, ReportExport, SettlementReportExport } from './exports.requests.js';
import { ReportExports } from './report-exports.js';
import { JSON_UNLESS_SAID, send } from './sending.js';

/** Reports as files. */
@ApiTags('exports')
@Controller('v1/exports')
export class ReportExportsController {
  constructor(
    private readonly desk: ExportDesk,
    private readonly reports: ReportExports,
  ) {}

  @Get('report')
  @Access('read', AS_A_FILE)
  @Exported('The unified report over accounting days, weeks or months, now or as known then (auditors).', REPORT_ROW)
  report(
    @Query() { format = JSON_UNLESS_SAID, ...asked }: ReportExport,
    @Req() { caller }: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    assertMayLookBack(asked, caller, ['effective']);
    return send(this.desk, { reply, format, asked }, (reader) => this.reports.report(reader, asked));
  }

  @Get('discounts')
  @Access('read', AS_A_FILE)
  @Exported('From the list price of Douyin orders to what buyers paid, now or as known then (auditors).', DISCOUNT_ROW)
  discounts(
    @Query() { format = JSON_UNLESS_SAID, ...asked }: ReportExport,
    @Req() { caller }: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    assertMayLookBack(asked, caller, ['effective']);
    return send(this.desk, { reply, format, asked }, (reader) => this.reports.discounts(reader, asked));
  }

  @Get('fees')
  @Access('read', AS_A_FILE)
  @Exported('What the channels kept, by kind of fee, now or as known then (auditors).', FEES_ROW)
  fees(
    @Query() { format = JSON_UNLESS_SAID, ...asked }: ReportExport,
    @Req() { caller }: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    assertMayLookBack(asked, caller, ['effective']);
    return send(this.desk, { reply, format, asked }, (reader) => this.reports.fees(reader, asked));
  }

  @Get('ageing')
  @Access('read', AS_A_FILE)
  @Exported(
    'How old what the channels owe us was at the end of an accounting day, now or as known then (auditors).',
    AGEING_ROW,
  )
  ageing(
    @Query() { format = JSON_UNLESS_SAID, ...asked }: AgeingExport,
    @Req() { caller }: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    assertMayLookBack(asked, caller, ['effective']);
    return send(this.desk, { reply, format, asked }, (reader) => this.reports.ageing(reader, asked));
  }

  @Get('settlement-report')
  @Access('read', AS_A_FILE)
  @Exported(
    'What is due for each bank account and Douyin account, and what was paid out of it, now or as known then (auditors).',
    DUE_ROW,
  )
  settlement(
    @Query() { format = JSON_UNLESS_SAID, ...asked }: SettlementReportExport,
    @Req() { caller }: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    assertMayLookBack(asked, caller, ['effective']);
    return send(this.desk, { reply, format, asked }, (reader) => this.reports.settlement(reader, asked));
  }

  @Get('fee-variance')
  @Access('read', AS_A_FILE)
  @Exported(
    'What channels charged beside the fee schedules in force, summed up, now or as known then (auditors).',
    VARIANCE_ROW,
  )
  feeVariance(
    @Query() { format = JSON_UNLESS_SAID, ...asked }: FeeVarianceExport,
    @Req() { caller }: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    assertMayLookBack(asked, caller);
    return send(this.desk, { reply, format, asked }, (reader) => this.reports.feeVariance(reader, asked));
  }

  @Get('charges')
  @Access('read', AS_A_FILE)
  @Exported(
    'What channels charged beside the fee schedules in force, transaction by transaction, now or as known then (auditors).',
    COMPARED,
  )
  charges(
    @Query() { format = JSON_UNLESS_SAID, ...asked }: FeeVarianceExport,
    @Req() { caller }: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    assertMayLookBack(asked, caller);
    return send(this.desk, { reply, format, asked }, (reader) => this.reports.comparedCharges(reader, asked));
  }
}
