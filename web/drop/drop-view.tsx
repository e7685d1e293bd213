import { useEffect, useRef, useState } from 'preact/hooks';
import { isProgramFile } from '../../shared/domain/planning/program-file.ts';
import { apiPath } from '../api.ts';
import type { Corrected, MyPartner } from '../api-types.ts';
import { Note, Title } from '../parts/small-parts.tsx';
import { useAction } from '../parts/use-action.ts';
import { linkTo, uploadLink } from '../route.ts';
import { useAround } from '../surroundings.ts';
import { UploadTable } from '../uploads/upload-table.tsx';
import { DroppedFile, type DroppedState } from './dropped-file.tsx';
import { filesOf } from './dropped-files.ts';
import { sendFile } from './send-file.ts';

/** As many files go up at once. */
const atOnce = 3;
/** What the customer field says for a customer that is not listed. */
const other = '*';

/** Drop files: the first thing a partner sees. */
export function DropView({ partner }: { readonly partner: MyPartner }) {
  const { t, language } = useAround();
  const [files, setFiles] = useState<readonly DroppedState[]>([]);
  const [check, setCheck] = useState(true);
  const [customer, setCustomer] = useState('');
  const [otherCustomer, setOtherCustomer] = useState('');
  const [over, setOver] = useState(false);
  const chooser = useRef<HTMLInputElement>(null);
  const folderChooser = useRef<HTMLInputElement>(null);
  const lastId = useRef(0);
  const mayDrop = partner.role !== 'viewer';

  const change = (id: number, changed: Partial<DroppedState>) =>
    setFiles((now) => now.map((one) => (one.id === id ? { ...one, ...changed } : one)));

  const take = async (given: readonly File[]): Promise<void> => {
    const chosen = customer === other ? otherCustomer.trim() : customer;
    const target = {
      partnerId: partner.partnerId,
      check,
      language,
      unavailable: t.app.unavailableYet,
      ...(chosen === '' ? {} : { customer: chosen }),
    };
    const taken = given.map((file): DroppedState => {
      lastId.current += 1;
      const kind = isProgramFile(file.name) ? 'skipped' : file.size === 0 ? 'empty' : 'waiting';
      return { id: lastId.current, file, check, step: { kind } };
    });
    const waiting = taken.filter(({ step }) => step.kind === 'waiting');
    setFiles((now) => [...now, ...taken]);
    const alone = waiting.length === 1 && files.length === 0;
    const next = async (): Promise<void> => {
      for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
        const { id, file } = one;
        await sendFile(file, target, (step) => {
          change(id, { step });
          if (alone && step.kind === 'taken') {
            location.hash = uploadLink({ partnerId: partner.partnerId, uploadId: step.uploadId });
          }
        });
      }
    };
    await Promise.all(Array.from({ length: atOnce }, next));
  };

  const choose = (event: { readonly currentTarget: HTMLInputElement }) => {
    const chosen = [...(event.currentTarget.files ?? [])];
    event.currentTarget.value = '';
    void take(chosen);
  };

  // A file that misses the zone must not replace the page.
  useEffect(() => {
    const keep = (event: DragEvent) => event.preventDefault();
    addEventListener('dragover', keep);
    addEventListener('drop', keep);
    return () => {
      removeEventListener('dragover', keep);
      removeEventListener('drop', keep);
    };
  }, []);
  useEffect(() => folderChooser.current?.setAttribute('webkitdirectory', ''), []);

  return (
    <>
      <Title>{t.drop.title}</Title>
      <p class="lead">{t.drop.lead}</p>
      {partner.suspended && <Note kind="warn">{t.app.suspended}</Note>}
      {!mayDrop && <Note>{t.drop.noRight}</Note>}
      {mayDrop && (
        <section class="drop" aria-label={t.drop.zone}>
          {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping needs a pointer; the two buttons do not */}
          <div
            class={over ? 'zone over' : 'zone'}
            onDragOver={(event) => {
              event.preventDefault();
              setOver(true);
            }}
            onDragLeave={() => setOver(false)}
            onDrop={(event) => {
              event.preventDefault();
              event.stopPropagation();
              setOver(false);
              if (event.dataTransfer !== null) void filesOf(event.dataTransfer).then(take);
            }}
          >
            <p>{t.drop.zone}</p>
            <p class="buttons">
              <button type="button" onClick={() => chooser.current?.click()}>
                {t.drop.choose}
              </button>
              <button type="button" class="secondary" onClick={() => folderChooser.current?.click()}>
                {t.drop.chooseFolder}
              </button>
            </p>
            <input ref={chooser} type="file" multiple hidden accept=".xlsx,.xlsm,.csv,.tsv,.txt" onChange={choose} />
            <input ref={folderChooser} type="file" multiple hidden onChange={choose} />
          </div>
          <div class="options">
            <label>
              <input
                type="checkbox"
                role="switch"
                aria-checked={check}
                checked={check}
                onChange={() => setCheck(!check)}
              />
              {t.drop.check}
            </label>
            <p class="hint">{check ? t.drop.checkHint : t.drop.noCheckHint}</p>
            <label>
              {t.drop.customer}
              <select value={customer} onChange={(event) => setCustomer(event.currentTarget.value)}>
                <option value="">{t.drop.customerInRows}</option>
                {partner.customers.map(({ name, folder }) => (
                  <option key={folder} value={folder}>
                    {name}
                  </option>
                ))}
                {partner.anyCustomer && <option value={other}>{t.drop.anyCustomer}</option>}
              </select>
            </label>
            {customer === other && (
              <label>
                {t.drop.anyCustomerHint}
                <input
                  type="text"
                  value={otherCustomer}
                  onInput={(event) => setOtherCustomer(event.currentTarget.value)}
                />
              </label>
            )}
          </div>
        </section>
      )}
      {files.length > 0 && <DroppedFiles partner={partner} files={files} onSent={change} />}
      <p class="hint">
        {t.drop.template}{' '}
        {(['en', 'de'] as const).map((one, at) => (
          <>
            {at > 0 && ' · '}
            <a href={`/api${apiPath(['partners', partner.partnerId, 'template', one])}`} download>
              {t.drop.templates[one]}
            </a>
          </>
        ))}
      </p>
      <section>
        <h2>{t.drop.recent}</h2>
        <UploadTable partner={partner} limit={8} />
        <p>
          <a href={linkTo('p', partner.partnerId, 'uploads')}>{t.drop.allUploads}</a>
        </p>
      </section>
    </>
  );
}

/** Several files at once stay together in a list, until each has its result. */
function DroppedFiles(props: {
  readonly partner: MyPartner;
  readonly files: readonly DroppedState[];
  readonly onSent: (id: number, changed: Partial<DroppedState>) => void;
}) {
  const { t } = useAround();
  const { partner, files, onSent } = props;
  const [sent, setSent] = useState(0);
  const action = useAction();
  const ready = files.filter(({ ready: devices = 0, sent: done = false }) => devices > 0 && !done);
  const sendAll = async (): Promise<void> => {
    for (const { id, step } of ready) {
      if (step.kind !== 'taken') continue;
      const path = apiPath(['partners', partner.partnerId, 'uploads', step.uploadId, 'send']);
      const answer = await action.post<Corrected>(path);
      if (answer === undefined) return;
      onSent(id, { sent: true, check: false, step: { kind: 'taken', uploadId: answer.value.uploadId } });
      setSent((count) => count + 1);
    }
  };
  return (
    <section>
      <h2>{t.drop.yourFiles}</h2>
      <ul class="dropped">
        {files.map((one) => (
          <DroppedFile
            key={one.id}
            partnerId={partner.partnerId}
            dropped={one}
            onReady={(count) => onSent(one.id, { ready: count })}
          />
        ))}
      </ul>
      {action.problem !== undefined && <Note kind="bad">{action.problem}</Note>}
      {sent > 0 && <Note kind="good">{t.drop.sentAll(sent)}</Note>}
      {ready.length > 0 && files.length > 1 && (
        <p class="buttons">
          <button type="button" aria-busy={action.busy} disabled={action.busy} onClick={sendAll}>
            {t.drop.sendAll(ready.length)}
          </button>
        </p>
      )}
    </section>
  );
}
