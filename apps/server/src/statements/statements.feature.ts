import type { Reader } from '#projections';
import { StatementQueries, StatementRowQueries } from '#statements';
import { answering } from '../features/asked.js';
import { commandHandler, type ServerFeature } from '../features/feature-module.js';
import type { StatementParts } from './importing.js';
import { Spool } from './spool.js';
import { AskStatementRows, AskStatements, OnStatements } from './statements.bus.js';
import { StatementRowsController, StatementsController } from './statements.controller.js';

export const statementsFeature = ({
  statementImports,
  spool,
  reader,
}: StatementParts & { readonly reader: Reader }): ServerFeature => ({
  name: 'Statements',
  controllers: [StatementsController, StatementRowsController],
  handlers: [
    { provide: Spool, useValue: spool },
    commandHandler(OnStatements, ({ request }) => statementImports.import(request)),
    answering(AskStatements, new StatementQueries(reader)),
    answering(AskStatementRows, new StatementRowQueries(reader)),
  ],
});
