import { useState, type ReactElement } from 'react';
import { InboxOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Input, Progress, Upload } from 'antd';
import { mustReach } from '../../api/answers';
import { importStatement, type Imported, type Whose } from '../../api/statement-import';
import { useMay } from '../../app/session';
import { filled, useWords } from '../../i18n/language';
import { useProblem } from '../../parts/states';
import { Compare, SHOWS } from './compare';
import { RECONCILIATION } from './words';

const SHOWN = [...SHOWS, '/v1/statements'];

interface Sent {
  readonly key: string;
  readonly name: string;
  /** How much of it is recorded. */
  readonly percent: number;
  readonly imported?: Imported;
  readonly refusal?: unknown;
}

/** Takes files of statements, and tells of each how far it is and what became of its lines. */
export function Drop({ merchant }: { readonly merchant: string }): ReactElement {
  const t = useWords(RECONCILIATION);
  const may = useMay();
  const [account, setAccount] = useState('');
  const { files, send } = useImports({ merchant, ...(account.trim() !== '' && { account: account.trim() }) });
  const hasImported = files.some(({ imported }) => imported);
  return (
    <div className="recon-drop">
      <Upload.Dragger
        multiple
        showUploadList={false}
        beforeUpload={(file) => {
          void send(file);
          return false;
        }}
      >
        <p className="recon-drop-mark" aria-hidden="true">
          <InboxOutlined />
        </p>
        <p>{t.drop}</p>
        <p className="quiet">{t.dropHint}</p>
      </Upload.Dragger>
      <Input
        className="recon-drop-account"
        value={account}
        aria-label={t.accountOfFile}
        placeholder={t.accountOfFile}
        maxLength={64}
        onChange={({ target }) => setAccount(target.value)}
      />
      <ul className="recon-files" aria-live="polite">
        {files.map((file) => (
          <li key={file.key}>
            <SentFile file={file} />
          </li>
        ))}
      </ul>
      {hasImported && may('instruct') && (
        <p className="recon-next">
          {t.compareNext} <Compare merchant={merchant} />
        </p>
      )}
    </div>
  );
}

function SentFile({ file: { name, percent, imported, refusal } }: { readonly file: Sent }): ReactElement {
  const t = useWords(RECONCILIATION);
  const problem = useProblem();
  if (refusal !== undefined) {
    return (
      <p role="alert" className="money-loss">
        {filled(t.notImported, { name, says: problem(refusal) })}
      </p>
    );
  }
  if (!imported) {
    const label = filled(t.importing, { name });
    return (
      <>
        {label}
        <Progress percent={percent} aria-label={label} />
      </>
    );
  }
  const { before, rows, recorded, known, quarantined } = imported;
  return <p>{filled(before ? t.importedBefore : t.imported, { name, rows, recorded, known, quarantined })}</p>;
}

interface Imports {
  readonly files: readonly Sent[];
  readonly send: (file: File) => Promise<void>;
}

/** Done when the read models have it. */
function useImports(whose: Whose): Imports {
  const queries = useQueryClient();
  const [files, setFiles] = useState<readonly Sent[]>([]);
  const send = async (file: File): Promise<void> => {
    const key = crypto.randomUUID();
    const tell = (news: Partial<Sent>): void =>
      setFiles((before) => before.map((one) => (one.key === key ? { ...one, ...news } : one)));
    setFiles((before) => [{ key, name: file.name, percent: 0 }, ...before]);
    try {
      const imported = await importStatement(file, whose, (percent) => tell({ percent }));
      mustReach(SHOWN, imported.position);
      await Promise.all(SHOWN.map((path) => queries.invalidateQueries({ queryKey: [path] })));
      tell({ imported });
    } catch (refusal) {
      tell({ refusal });
    }
  };
  return { files, send };
}
