// Written by tools/write-api-types.ts from schemas/openapi.json.

/** A partner of this service. */
export type PartnerId = string;

/** An upload: one version of one file. */
export type UploadId = string;

/** Language of texts. */
export type Language = 'en' | 'de';

/** viewer: reads. uploader: also drops files, corrects rows, cancels. operator: everything, of every partner. */
export type Role = 'viewer' | 'uploader' | 'operator';

/** What became of a row. */
export type Verdict =
  | 'registered'
  | 'alreadyRegistered'
  | 'moved'
  | 'tagChanged'
  | 'deregistered'
  | 'notRegistered'
  | 'identifierAdded'
  | 'wouldRegister'
  | 'wouldChange'
  | 'rejected'
  | 'refused'
  | 'unknown'
  | 'awaitingConfirmation'
  | 'handedOff'
  | 'held'
  | 'inProgress'
  | 'duplicate'
  | 'ignored';

/** Who has to do something next. */
export type Actor = 'nobody' | 'uploader' | 'operator' | 'customer' | 'maker' | 'microsoft';

/** Where devices are registered. */
export type Platform = 'partnerCenter' | 'oemDirect' | 'intune' | 'm365AdminCenter' | 'storeForBusiness';

/** What a device is known by. */
export type Identity = 'tuple' | 'pkid' | 'hardwareHash';

/** Rows by verdict; those without rows are absent. */
export type Counts = Readonly<Record<string, number>>;

/** An error (RFC 9457), in a plain sentence and with what to do. */
export type Problem = {
  /** What is wrong, in one sentence. */
  readonly title: string;
  /** The HTTP status. */
  readonly status: number;
  /** A word for programs. */
  readonly code: string;
  /** What to do. */
  readonly advice: string;
  /** Each part of the request that is wrong. */
  readonly faults?: readonly string[];
};

/** Why something is as it is, in words, with who must act and how. */
export type Reason = {
  /** A word for programs. */
  readonly code: string;
  /** What happened. */
  readonly happened: string;
  /** What to do. */
  readonly advice: string;
  readonly who: Actor;
  /** Name of the customer it is about. */
  readonly customer?: string;
  /** Where the customer grants what is missing. */
  readonly link?: string;
  /** Rows it is about. */
  readonly rows?: number;
};

/** Who is signed in, and what they may do. */
export type Me = {
  /** Name to show. */
  readonly name: string;
  /** entra: an account. link: a personal link. local: chosen on this machine. */
  readonly signedInBy: 'entra' | 'link' | 'local';
  /** May everything, of every partner. */
  readonly operator: boolean;
  readonly language: Language;
  /** Partners this person acts for; for an operator, all. */
  readonly partners: readonly MyPartner[];
  /** When a personal link ends. */
  readonly until?: string;
  /** Address that signs out; absent where there is nothing to sign out of. */
  readonly signOut?: string;
};

/** A partner somebody acts for. */
export type MyPartner = {
  readonly partnerId: PartnerId;
  /** Name to show. */
  readonly name: string;
  readonly role: Role;
  readonly language: Language;
  /** IANA name; times are shown in it. */
  readonly timeZone: string;
  /** Nothing is sent for this partner at present. */
  readonly suspended: boolean;
  readonly customers: readonly {
    /** Name to show. */
    readonly name: string;
    /** What `customer` of a new upload says for it. */
    readonly folder: string;
    /** Tag of devices that name none. */
    readonly defaultGroupTag?: string;
  }[];
  /** Customers that are not listed may be named by tenant id. */
  readonly anyCustomer: boolean;
};

/** reading: the file is being read. sending: devices are on their way. held: all that is left waits for a person. writing: the report is being written. done: the report is there. refused: the file as a whole was not taken. waiting: the settings can't be used yet. replaced: overwritten before it was read. */
export type Stage = 'reading' | 'sending' | 'held' | 'writing' | 'done' | 'refused' | 'waiting' | 'replaced';

/** An upload as lists show it. */
export type UploadSummary = {
  readonly partnerId: PartnerId;
  readonly uploadId: UploadId;
  /** Name below the partner's folder, as it was dropped. */
  readonly fileName: string;
  readonly stage: Stage;
  /** Checked only: nothing is sent. */
  readonly check: boolean;
  /** Takes longer than it should; the operator is told. */
  readonly late: boolean;
  /** When it was dropped. */
  readonly receivedAt: string;
  /** When the newest report lay there. */
  readonly reportedAt?: string;
  /** Rows read so far. */
  readonly rows: number;
  readonly counts: Counts;
  /** Devices to be registered. */
  readonly devices: {
    /** All. */
    readonly total: number;
    /** On their way or answered. */
    readonly sent: number;
    /** Answered. */
    readonly settled: number;
    /** Wait for a person. */
    readonly held: number;
  };
  /** What holds devices back; each reason once. */
  readonly holds: readonly Reason[];
  readonly refused?: Reason;
  /** Work on it failed for a reason nobody foresaw; it is tried again, but a person should look. */
  readonly failures: number;
};

/** Uploads, newest first. */
export type UploadPage = {
  readonly uploads: readonly UploadSummary[];
  /** Cursor of the next page; absent: this is the last one. A page may hold fewer than asked for, even none. */
  readonly next?: string;
  /** There are more open uploads than an answer looks at (1,000) or shows. */
  readonly incomplete?: 'true';
};

/** When it may be done. */
export type Estimate = {
  /** From now on. Without what is held. */
  readonly seconds: number;
  /** thisUpload: the pace so far. usual: what jobs of these connections usually take. */
  readonly basis: 'thisUpload' | 'usual';
};

/** A file to fetch. */
export type ReportFile = {
  /** Last part of its address. */
  readonly name: string;
  /** What it is. */
  readonly kind:
    | 'report'
    | 'page'
    | 'csv'
    | 'json'
    | 'retry'
    | 'confirm'
    | 'handOff'
    | 'move'
    | 'evidence'
    | 'progress'
    | 'other';
  /** Its size. */
  readonly bytes: number;
  /** When it was written. */
  readonly writtenAt: string;
  /** Where it is; answers with a link to storage that ends soon. */
  readonly href: string;
};

/** Rows that share a verdict and a reason. */
export type Finding = {
  readonly verdict: Verdict;
  /** Code of the reason; `none`: the verdict says it all. */
  readonly code: string;
  /** What happened. */
  readonly happened: string;
  /** What to do. */
  readonly advice: string;
  readonly who: Actor;
  /** How many. */
  readonly rows: number;
  /** Dropping these rows again, corrected, can help. */
  readonly canCorrect: boolean;
};

/** A sheet that was read. */
export type ReadSheet = {
  /** Its name; absent: a CSV. */
  readonly sheet?: string;
  /** Row of the titles. */
  readonly headerRow: number;
  readonly columns: readonly {
    /** As the uploader wrote it. */
    readonly title: string;
    /** The known column it was taken for; absent: nothing is read from it. */
    readonly meaning?: string;
  }[];
};

/** Devices of one connection, customer and group tag: what one call takes. Operators only. */
export type Chunk = {
  /** Its number in the upload. */
  readonly chunk: number;
  /** Connection it goes through. */
  readonly connectionId: string;
  readonly platform: Platform;
  /** Customer. */
  readonly customer: string;
  /** Group tag. */
  readonly groupTag?: string;
  /** Devices in it. */
  readonly devices: number;
  /** Where it stands. */
  readonly state: 'waiting' | 'pending' | 'acting' | 'sending' | 'sent' | 'assigning' | 'held' | 'settled';
  /** When it last moved. */
  readonly changedAt: string;
  /** When it is looked at next. */
  readonly dueAt: string;
  /** Tries in a row that failed. */
  readonly tries: number;
  readonly counts?: Counts;
  readonly hold?: Reason;
  readonly trouble?: Reason;
  /** Calls by operation. */
  readonly calls: Readonly<Record<string, number>>;
};

/** Everything of one upload but its rows. */
export type Upload = {
  readonly summary: UploadSummary;
  readonly estimate?: Estimate;
  /** Rows by verdict and reason, most frequent first; empty before there is a report. */
  readonly findings: readonly Finding[];
  /** What there is to say of the file as a whole. */
  readonly notices: readonly Reason[];
  /** What was read, with columns understood and ignored. */
  readonly sheets: readonly ReadSheet[];
  readonly files: readonly ReportFile[];
  /** Earlier uploads whose rows it repeats. */
  readonly follows: readonly UploadId[];
  /** New uploads that people made of it: the newest of each kind. */
  readonly followedBy: readonly {
    /** The checked file as it is, its corrected rows, or those whose removal was confirmed. */
    readonly what: 'sent' | 'corrected' | 'confirmed';
    readonly uploadId: UploadId;
    /** Rows in it. */
    readonly rows: number;
    /** When. */
    readonly at: string;
  }[];
  /** What whoever asks may do now. */
  readonly can: {
    /** Send rows again, corrected. */
    readonly correct: boolean;
    /** Cancel what was not sent. */
    readonly cancel: boolean;
    /** Try again now. */
    readonly release: boolean;
    /** Drop the checked file again, to be sent. */
    readonly sendForReal: boolean;
    /** Say yes to removing the devices that await it. */
    readonly confirm: boolean;
  };
  /** Operators only. */
  readonly chunks?: readonly Chunk[];
};

/** A cell of a row. */
export type Cell = {
  /** Its column, counted from 0. */
  readonly at: number;
  /** Title as the uploader wrote it. */
  readonly column: string;
  /** As written; a hardware hash shows as its fingerprint, a product key not at all. */
  readonly value: string;
  /** The known column; absent: nothing is read from it. */
  readonly meaning?: string;
  /** The value is shown as it is. Else it is shortened or replaced, and stays as it was unless it is written anew. */
  readonly whole: boolean;
};

/** A row of the file with what became of it. */
export type Row = {
  /** Name of its sheet; absent: a CSV. */
  readonly sheet?: string;
  /** Its number in the sheet. */
  readonly row: number;
  readonly verdict: Verdict;
  /** Code of the reason. */
  readonly code?: string;
  /** What happened. */
  readonly happened: string;
  /** What to do. */
  readonly advice: string;
  readonly who: Actor;
  /** Dropping it again, corrected, can help. */
  readonly canCorrect: boolean;
  readonly identity?: Identity;
  /** Customer it is registered for. */
  readonly customer?: string;
  /** The customer's Entra tenant. */
  readonly customerTenantId?: string;
  /** Group tag it is registered with. */
  readonly groupTag?: string;
  readonly platform?: Platform;
  readonly cells: readonly Cell[];
  readonly remarks: readonly {
    /** A word for programs. */
    readonly code: string;
    /** In words. */
    readonly text: string;
  }[];
};

/** Rows in the order of the file. */
export type RowPage = {
  readonly rows: readonly Row[];
  /** Cursor of the next page; absent: this is the last one. A page may hold fewer than asked for, even none. */
  readonly next?: string;
  /** Rows looked at for this page. */
  readonly looked: number;
};

/** A file about to be dropped. */
export type NewUpload = {
  /** Its name, without folders. */
  readonly fileName: string;
  /** Customer the whole file is for (`folder` of `Me`); absent: its rows say it. */
  readonly customer?: string;
  /** Only check it: nothing is sent. */
  readonly check?: boolean;
  /** Its size; refused at once where it is too large. */
  readonly bytes?: number;
};

/** Where to put a file. PUT it there with these headers; the link creates this one file, once, and ends soon. */
export type Drop = {
  /** Name it will have below the partner's folder; numbered where one of that name is there already. */
  readonly fileName: string;
  /** Where to put it. */
  readonly url: string;
  /** Headers the PUT needs. */
  readonly headers: Readonly<Record<string, string>>;
  /** When the link ends. */
  readonly until: string;
  /** Address that tells which upload it became. */
  readonly follow: string;
};

/** A dropped file. */
export type Dropped = {
  /** Name below the partner's folder. */
  readonly fileName: string;
  readonly uploadId: UploadId;
  /** Reading it has begun. Until then the upload can't be read: ask again in a second. */
  readonly taken: boolean;
};

/** A new value of a cell, by its column, or in a column the sheet does not have yet, by what it means. */
export type CellEdit =
  | {
      /** Column, counted from 0. */
      readonly at: number;
      /** New value. */
      readonly value: string;
    }
  | {
      /** What the column means. */
      readonly meaning:
        | 'serial'
        | 'hardwareHash'
        | 'pkid'
        | 'manufacturer'
        | 'model'
        | 'customer'
        | 'groupTag'
        | 'assignedUser';
      /** Value. */
      readonly value: string;
    };

/** Which rows. All that is given must hold. */
export type RowFilter = {
  readonly verdict?: Verdict;
  /** Code of the reason. */
  readonly code?: string;
  /** Name or tenant id of the customer. */
  readonly customer?: string;
  /** Some cell holds this text, whatever the case. */
  readonly text?: string;
};

/** Rows to send again. What is not edited stays as it was, hardware hashes included. */
export type Corrections = {
  /** Rows, with their new cells. */
  readonly rows?: readonly {
    /** Its sheet. */
    readonly sheet?: string;
    /** Its number. */
    readonly row: number;
    readonly cells: readonly CellEdit[];
  }[];
  /** The same correction for all rows that can be corrected and match. */
  readonly same?: readonly {
    readonly where: RowFilter;
    readonly cells: readonly CellEdit[];
  }[];
  /** Only check them: nothing is sent. */
  readonly check?: boolean;
};

/** What a person confirms. */
export type Confirm = {
  /** How many rows they were shown; nothing is removed when another number awaits it. */
  readonly rows: number;
};

/** The new upload of rows that were corrected or confirmed. */
export type Corrected = {
  readonly uploadId: UploadId;
  /** Name below the partner's folder. */
  readonly fileName: string;
  /** Rows in it. */
  readonly rows: number;
};

/** What was tried again. */
export type Released = {
  /** Chunks tried again. */
  readonly chunks: number;
  /** Devices in them. */
  readonly devices: number;
};

/** What was cancelled. */
export type Cancelled = {
  /** Chunks cancelled. */
  readonly chunks: number;
  /** Devices that are not sent. */
  readonly devices: number;
  /** Devices that were sent already and are followed to their end. */
  readonly goOn: number;
};

/** A comparison of what we registered with what the platforms list. */
export type Comparison = {
  /** Names it. */
  readonly name: string;
  /** When. */
  readonly writtenAt: string;
  readonly files: readonly ReportFile[];
};

/** Comparisons, newest first. */
export type ComparisonList = {
  readonly comparisons: readonly Comparison[];
};

/** Something that was done with a device, and the row that asked for it. */
export type DeviceEvent = {
  /** A device that moved was removed for one customer and registered for another. */
  readonly what: 'registered' | 'changed' | 'removed';
  /** When. */
  readonly at: string;
  readonly uploadId: UploadId;
  /** Sheet. */
  readonly sheet?: string;
  /** Row. */
  readonly row: number;
  /** Group tag it was given. */
  readonly groupTag?: string;
};

/** A place where a device was found. */
export type FoundDevice = {
  /** ledger: known of the device itself. upload: in the rows of an upload. */
  readonly where: 'ledger' | 'upload';
  readonly uploadId?: UploadId;
  /** File it came from. */
  readonly fileName?: string;
  /** Sheet. */
  readonly sheet?: string;
  /** Row. */
  readonly row?: number;
  readonly verdict?: Verdict;
  /** What happened. */
  readonly happened?: string;
  /** When. */
  readonly at: string;
  /** Customer. */
  readonly customer?: string;
  /** Group tag. */
  readonly groupTag?: string;
  readonly platform?: Platform;
  /** Serial number; only from the rows of an upload. */
  readonly serial?: string;
  /** PKID; only from the rows of an upload. */
  readonly pkid?: string;
  /** It was removed then, and is not believed to be registered any more. */
  readonly removedAt?: string;
  /** What is known to have been done with it, oldest first. */
  readonly history?: readonly DeviceEvent[];
};

/** Where a device is, newest first. */
export type FoundDevices = {
  readonly devices: readonly FoundDevice[];
  /** Uploads whose rows were looked through, newest first. */
  readonly uploadsLooked: number;
  /** When the oldest of them was received. */
  readonly lookedBackTo?: string;
  /** There is no more: all uploads that are kept were looked through, and the ledger to its end. */
  readonly complete: boolean;
  /** The ledger may know more devices than are named; only in the first answer. */
  readonly moreInLedger?: 'true';
  /** Names where to go on, as `cursor`; absent: all uploads that are kept were looked through. */
  readonly next?: string;
  /** What the platforms say now; only where they were asked. */
  readonly platforms?: readonly PlatformAnswer[];
  /** Pairs of customer and connection nobody was asked for, because there are too many. */
  readonly platformsNotAsked?: number;
};

/** What one platform says of a device of one customer now. */
export type PlatformAnswer = {
  readonly platform: Platform;
  /** Connection that was asked. */
  readonly connectionId: string;
  /** Customer. */
  readonly customer: string;
  /** unclear: its list can't tell. cannotBeAsked: it has no list, or must not be called now. failed: it did not answer. */
  readonly answer: 'listed' | 'notListed' | 'unclear' | 'cannotBeAsked' | 'failed';
  /** What that means, where the word alone does not say it. */
  readonly happened?: string;
  /** Serial number. */
  readonly serial?: string;
  /** Maker. */
  readonly manufacturer?: string;
  /** Model. */
  readonly model?: string;
  /** Group tag. */
  readonly groupTag?: string;
  /** User it is assigned to. */
  readonly assignedUser?: string;
  /** Deployment profile, as far as the platform shows one. */
  readonly profile?: string;
  /** Is it enrolled in Intune? Absent: the platform does not show it. */
  readonly enrolled?: boolean;
};

/** The last that is known of one notification. */
export type Delivery = {
  readonly partnerId: PartnerId;
  readonly uploadId: UploadId;
  /** File it was about. */
  readonly fileName?: string;
  /** What happened. */
  readonly event: string;
  /** Did it arrive? */
  readonly state: 'delivered' | 'failed' | 'gaveUp';
  /** Tries so far. */
  readonly attempts: number;
  /** The last answer, or what went wrong. */
  readonly last: string;
  /** When it was last tried. */
  readonly at: string;
  /** How it was sent; absent: webhook. */
  readonly channel?: string;
};

/** Notifications, newest first. */
export type DeliveryList = {
  readonly deliveries: readonly Delivery[];
};

/** Somebody stopped sending. */
export type Suspension = {
  /** Why, in their words. */
  readonly reason: string;
  /** Who. */
  readonly by: string;
  /** When. */
  readonly at: string;
};

/** Why sending is to stop. */
export type Suspend = {
  /** Shown to operators. */
  readonly reason: string;
};

/** A partner as the operator sees it. */
export type PartnerOverview = {
  readonly partnerId: PartnerId;
  /** Name. */
  readonly name: string;
  /** ended: the settings say `suspended`; what is dropped is answered, nothing is sent. broken: the settings can't be used. */
  readonly state: 'active' | 'ended' | 'broken';
  readonly suspension?: Suspension;
  readonly connections: readonly string[];
  /** Customers. */
  readonly customers: number;
  /** Uploads without a final report. */
  readonly open: number;
  /** Uploads with devices that wait for a person. */
  readonly held: number;
  /** Uploads that take too long. */
  readonly late: number;
  /** Devices not answered yet. */
  readonly waitingDevices: number;
  /** When a file was last dropped. */
  readonly lastUploadAt?: string;
  /** When it was last compared with the platforms. */
  readonly comparedAt?: string;
  readonly faults: readonly string[];
  /** Personal links in force. */
  readonly links: number;
};

/** All partners. */
export type PartnerOverviews = {
  readonly partners: readonly PartnerOverview[];
};

/** A connection, and how it does. */
export type ConnectionHealth = {
  /** Connection id. */
  readonly connectionId: string;
  /** Name. */
  readonly name: string;
  readonly platform: Platform;
  /** well: calls succeed. throttled: the platform slows us down. troubled: calls fail. blocked: a person must act. suspended: an operator stopped it. idle: not used of late. */
  readonly state: 'well' | 'throttled' | 'troubled' | 'blocked' | 'suspended' | 'idle';
  /** What it signs in with. */
  readonly signIn: 'user' | 'secret' | 'certificate' | 'managedIdentity' | 'apiKey' | 'none';
  /** When its credential ends, as far as that can be known. */
  readonly credentialEndsAt?: string;
  /** When its sign-in was last renewed. */
  readonly signedInAt?: string;
  /** Partners that use it. */
  readonly partners: readonly PartnerId[];
  readonly suspension?: Suspension;
  /** Calls it takes at once at present. */
  readonly width: number;
  /** Calls it takes at once when it does well. */
  readonly fullWidth: number;
  /** Chunks that wait for it. */
  readonly waiting: number;
  /** Chunks held. */
  readonly held: number;
  /** What last went wrong. */
  readonly lastFailure?: {
    /** When. */
    readonly at: string;
    readonly reason: Reason;
    readonly partnerId: PartnerId;
    readonly uploadId: UploadId;
  };
  /** What holds chunks back. */
  readonly holds: readonly Reason[];
};

/** All connections. */
export type ConnectionList = {
  readonly connections: readonly ConnectionHealth[];
};

/** How the service does. */
export type Overview = {
  /** When this was found out. */
  readonly at: string;
  /** Uploads without a final report. */
  readonly open: number;
  /** Uploads with devices that wait for a person. */
  readonly held: number;
  /** Uploads that take too long. */
  readonly late: number;
  /** Uploads on which work failed for a reason nobody foresaw. */
  readonly failing: number;
  /** Devices not answered yet. */
  readonly waitingDevices: number;
  readonly oldestOpen?: UploadSummary;
  /** Partners. */
  readonly partners: number;
  /** Partners whose settings can't be used. */
  readonly brokenPartners: number;
  /** Partners and connections that are stopped. */
  readonly suspended: number;
  /** Connections a person must see to. */
  readonly blockedConnections: number;
  /** All open uploads were looked at; else only the first ones. */
  readonly complete: boolean;
};

/** Work that failed for a reason nobody foresaw. */
export type Failure = {
  readonly partnerId: PartnerId;
  readonly uploadId: UploadId;
  /** File. */
  readonly fileName: string;
  /** How often in a row. */
  readonly failures: number;
  /** When it last failed. */
  readonly at: string;
  /** The chunk; absent: reading the file or writing the report. */
  readonly chunk?: number;
};

/** Failures, newest first. */
export type FailureList = {
  readonly failures: readonly Failure[];
};

/** A link that stands for a partner without an Entra account. */
export type PersonalLink = {
  /** Names the link; not the secret. */
  readonly linkId: string;
  readonly partnerId: PartnerId;
  /** Who it was made for. */
  readonly person: string;
  /** When. */
  readonly createdAt: string;
  /** By whom. */
  readonly createdBy: string;
  /** When it ends. */
  readonly until: string;
  /** When it was revoked. */
  readonly revokedAt?: string;
  /** When it was last used. */
  readonly lastUsedAt?: string;
  /** Days on which it was used. */
  readonly uses: number;
  /** Does it still open anything? */
  readonly state: 'valid' | 'revoked' | 'expired';
};

/** Links, newest first. */
export type PersonalLinkList = {
  readonly links: readonly PersonalLink[];
};

/** Whom a link is for. */
export type NewPersonalLink = {
  /** Name or address of the person; shown in the record. */
  readonly person: string;
  /** Days it is valid. */
  readonly days: number;
};

/** A link just made. Its secret is shown this once. */
export type MadePersonalLink = {
  readonly link: PersonalLink;
  /** Give this to the person, and to nobody else. */
  readonly url: string;
};

/** The secret of a personal link. */
export type OpenLink = {
  /** What stands behind `#` in the link. */
  readonly secret: string;
};

/** Who to be, on this machine. */
export type LocalChoice = {
  /** Id of one of the choices. */
  readonly as: string;
};

/** Who one can be on this machine. */
export type LocalChoices = {
  readonly choices: readonly {
    /** Names it. */
    readonly id: string;
    /** Name to show. */
    readonly name: string;
    readonly roles: readonly string[];
  }[];
};

/** How one can sign in here. */
export type Ways = {
  /** Address that signs in with an account; absent: there is none here. */
  readonly entra?: string;
  /** One chooses who to be: this is a trial on one machine. */
  readonly local: boolean;
  /** Personal links are taken. */
  readonly links: boolean;
};
