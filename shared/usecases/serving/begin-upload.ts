import { blobDigestOf, uploadIdOf } from '../../domain/ids.ts';
import type { Language } from '../../domain/language.ts';
import { customerOfFolder } from '../../domain/planning/customer.ts';
import { isProgramFile } from '../../domain/planning/program-file.ts';
import { parseUploadPath } from '../../domain/planning/upload-path.ts';
import { defaultLimits } from '../../domain/reading/read-event.ts';
import type { Reason } from '../../domain/reason.ts';
import type { StateReason } from '../../domain/reporting/notification.ts';
import { texts } from '../../domain/texts/texts.ts';
import type { Audit, Clock, Links, Settings, UploadLedger, Uploads } from '../../ports.ts';
import { stateReason } from '../upload-progress.ts';
import type { Person } from './report-files.ts';

export interface NewUpload {
  readonly fileName: string;
  /** What names the customer: tenant id, domain or alias. */
  readonly customer?: string;
  readonly check?: boolean;
  readonly bytes?: number;
}

/** Where a file is to be put. */
export interface Drop {
  /** Name below the partner's folder. */
  readonly fileName: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly until: string;
}

export type Begun =
  | { readonly kind: 'begun'; readonly drop: Drop }
  | { readonly kind: 'unknownPartner' }
  | { readonly kind: 'refused'; readonly reason: StateReason }
  | { readonly kind: 'nameTaken' }
  | { readonly kind: 'tooLarge'; readonly most: number };

export type BeginUpload = (partnerId: string, upload: NewUpload, person: Person) => Promise<Begun>;

/** Long enough for a large file over a slow line to begin. */
const dropMilliseconds = 15 * 60_000;
const mostNumbered = 500;

const isText = (fileName: string): boolean => /\.(csv|txt|tsv)$/i.test(fileName);

/** `May.xlsx` -> `May (2).xlsx`. */
const numbered = (fileName: string, number: number): string =>
  number === 1 ? fileName : fileName.replace(/(\.[^.]*)?$/, ` (${number})$1`);

/** Finds a name below the partner's folder that nothing has yet; undefined: the name itself is needed, or all are taken. */
export function makeFreeName({ uploads }: { readonly uploads: Uploads }) {
  return async (partnerId: string, folder: string, fileName: string, asItIs: boolean): Promise<string | undefined> => {
    for (let number = 1; number <= (asItIs ? 1 : mostNumbered); number += 1) {
      const name = `${folder}${numbered(fileName, number)}`;
      if ((await uploads.find(`${partnerId}/${name}`)) === undefined) return name;
    }
    return undefined;
  };
}

/** Makes the link by which a file goes straight to storage; a wrong name or customer is refused before that. */
export function makeBeginUpload(deps: {
  readonly clock: Clock;
  readonly settings: Settings;
  readonly uploads: Uploads;
  readonly links: Links;
  readonly audit: Audit;
  readonly language?: Language | undefined;
}): BeginUpload {
  const { clock, settings, links, audit, language } = deps;
  const freeName = makeFreeName(deps);

  return async (partnerId, { fileName, customer, check = false, bytes = 0 }, person) => {
    const found = await settings.ofPartner(partnerId);
    if (found.kind === 'unknown') return { kind: 'unknownPartner' };
    const words = texts(language ?? (found.kind === 'found' ? found.partner.language : undefined));
    const refused = (reason: Reason): Begun => ({ kind: 'refused', reason: stateReason(reason, words) });
    if (found.kind === 'broken') return refused({ code: 'settings_broken' });
    if (isProgramFile(`${partnerId}/${fileName}`) || fileName.includes('/'))
      return refused({ code: 'path_not_allowed' });
    const folder = `${check ? 'check/' : ''}${customer === undefined ? '' : `${customer}/`}`;
    const path = parseUploadPath(`${partnerId}/${folder}${fileName}`);
    if (path.kind === 'refused') return refused(path.reason);
    if (path.path.check !== check || path.path.customerFolder !== customer)
      return refused({ code: 'path_not_allowed' });
    if (customer !== undefined) {
      const known = customerOfFolder(found.partner, customer);
      if (!known.ok) return refused(known.reason);
    }
    const limits = { ...defaultLimits, ...found.partner.limits };
    const most = isText(fileName) ? limits.csvBytes : limits.xlsxBytes;
    if (bytes > most) return { kind: 'tooLarge', most };
    // A number in the name would become part of the group tag.
    const name = await freeName(partnerId, folder, fileName, found.partner.groupTagFromFileName === true);
    if (name === undefined) return { kind: 'nameTaken' };
    const now = clock.now();
    const until = new Date(now.getTime() + dropMilliseconds);
    const times = { at: now.toISOString(), until: until.toISOString() };
    const blob = blobDigestOf('uploads', `${partnerId}/${name}`);
    await audit.record({ what: 'linkMade', linkTo: 'upload', blob, partnerId, ...person, ...times });
    const url = await links.toDrop(`${partnerId}/${name}`, until);
    return {
      kind: 'begun',
      drop: { fileName: name, url, headers: { 'x-ms-blob-type': 'BlockBlob' }, until: times.until },
    };
  };
}

/** Which upload a dropped file became. Undefined: nothing of that name lies there. */
export type FindDropped = (
  partnerId: string,
  fileName: string,
) => Promise<{ readonly fileName: string; readonly uploadId: string; readonly taken: boolean } | undefined>;

export function makeFindDropped({
  uploads,
  ledger,
}: {
  readonly uploads: Uploads;
  readonly ledger: UploadLedger;
}): FindDropped {
  return async (partnerId, fileName) => {
    const path = parseUploadPath(`${partnerId}/${fileName}`);
    const blob = path.kind === 'upload' ? await uploads.find(`${partnerId}/${fileName}`) : undefined;
    if (blob === undefined) return undefined;
    const uploadId = uploadIdOf('uploads', blob.name, blob.etag);
    return { fileName, uploadId, taken: (await ledger.read({ partnerId, uploadId })) !== undefined };
  };
}
