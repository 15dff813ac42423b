import type { ReactElement } from 'react';
import { useMutation } from '@tanstack/react-query';
import { DownloadOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { getRaw } from '../../api/client';
import { useMay } from '../../app/session';
import { filled, useWords } from '../../i18n/language';
import { Copyable } from '../../parts/copyable';
import { Facts } from '../../parts/facts';
import { Panel } from '../../parts/page';
import { saveFile } from '../../parts/save-file';
import { Failed } from '../../parts/states';
import { asTexts, type Scope } from './asked';
import { REPORTS } from './words';

const TABLES = ['csv', 'xlsx', 'json'] as const;
const JOURNALS = ['hledger', 'beancount', 'csv', 'xlsx'] as const;
type Format = (typeof TABLES | typeof JOURNALS)[number];
const NAMES: Readonly<Record<Format, string>> = {
  csv: 'CSV',
  xlsx: 'XLSX',
  json: 'JSON',
  hledger: 'hledger',
  beancount: 'beancount',
};

interface Taken {
  readonly name: string;
  readonly digest: string;
  readonly position: string;
}

async function take(path: string, query: Record<string, string>): Promise<Taken> {
  const response = await getRaw(path, query);
  const { headers } = response;
  const name = await saveFile(response);
  return { name, digest: headers.get('x-ledger-digest') ?? '', position: headers.get('x-ledger-position') ?? '' };
}

interface ExportsProps {
  readonly scope: Scope;
  readonly what: string;
  readonly path: string;
  readonly query: object;
}

/** The report as a file, and the journal behind it for who may look at lines of accounts; each with its digest. */
export function Exports({ scope: { from, to, known }, what, path, query }: ExportsProps): ReactElement {
  const t = useWords(REPORTS);
  const may = useMay();
  const { message } = App.useApp();
  const taking = useMutation({
    mutationFn: (asked: { readonly path: string; readonly query: Record<string, string> }) => take(asked.path, asked.query),
    onSuccess: ({ name }) => void message.success(filled(t.taken, { name })),
  });
  const journal = { from, to, ...(known !== '' && { known }) };
  const button = (of: string, at: string, asked: object, format: Format): ReactElement => (
    <Button
      key={format}
      size="small"
      icon={<DownloadOutlined />}
      aria-label={filled(t.takeAs, { what: of, format: NAMES[format] })}
      disabled={taking.isPending}
      onClick={() => taking.mutate({ path: at, query: { ...asTexts(asked), format } })}
    >
      {NAMES[format]}
    </Button>
  );
  return (
    <Panel title={t.exports}>
      <p className="quiet reports-hint">{t.exportsHint}</p>
      <div className="reports-bar">
        {what} {TABLES.map((format) => button(what, path, query, format))}
      </div>
      {may('history') && (
        <>
          <p className="quiet reports-hint">{t.journalHint}</p>
          <div className="reports-bar">
            {t.journal} {JOURNALS.map((format) => button(t.journal, '/v1/exports/journal', journal, format))}
          </div>
        </>
      )}
      {taking.error && <Failed error={taking.error} />}
      {taking.data && (
        <div role="status" className="reports-taken">
          <Facts
            facts={[
              { name: t.exports, value: taking.data.name },
              { name: t.digest, value: <Copyable text={taking.data.digest} /> },
              { name: t.position, value: <span className="figure">{taking.data.position.replace(/^0+/, '')}</span> },
            ]}
          />
        </div>
      )}
    </Panel>
  );
}
