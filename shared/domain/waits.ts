/** Every wait, grace and delay that no setting gives, in milliseconds. Pure: the same tries give the same times. */

const second = 1_000;
const minute = 60 * second;

/** Polls of a platform's job: soon at first, because small jobs are quick; at most once a minute later. */
export const pollDelay = (polls: number): number => Math.min(60 * second, Math.round(2 * second * 1.5 ** polls));

/** Before another try after an error that passes by itself (throttled, unavailable): as long as the platform asks for, where it does. */
export const retryDelay = (tries: number, retryAfterMs?: number): number =>
  Math.max(retryAfterMs ?? 0, Math.min(300 * second, 2 * second * 2 ** Math.min(tries, 10)));

/**
 * Before a throttled submission is tried again. Its connection has fewer slots by then, which spares the platform; a chunk
 * that was refused several times in a row must not fall minutes behind its neighbours for that.
 */
export const throttledDelay = (tries: number, retryAfterMs?: number): number =>
  Math.max(retryAfterMs ?? 0, Math.min(8 * second, 2 * second * 2 ** Math.min(tries, 10)));

/** Before a device the platform's storage stumbled over is sent again. */
export const transientDelay = (attempt: number): number =>
  Math.min(600 * second, 15 * second * 2 ** Math.min(attempt, 10));

/** Before work that failed unexpectedly is tried again: at once at first, then rarely. */
export const failureDelay = (failures: number): number =>
  failures === 0 ? 0 : Math.min(6 * 3600 * second, 600 * second * 4 ** Math.min(failures - 1, 10));

/** Before an upload whose run failed is taken up again: an outage of a moment must not use up its tries. */
export const readingDelay = (claim: number): number =>
  Math.min(600 * second, 15 * second * 2 ** Math.min(Math.max(claim, 1) - 1, 10));

/** Before a chunk that a person has to unblock is tried again. */
export const holdDelay = (tries: number): number => Math.min(900 * second, 60 * second * 2 ** Math.min(tries, 10));

/** Before a failed notification is sent again: half a minute, doubled each time. */
export const notificationDelay = (attempts: number): number => 30 * second * 2 ** Math.min(attempts, 7);
/** A receiver of notifications, or a mail server, that has not answered by then has failed. */
export const notificationTime = 10 * second;
/** After this many failures a notification is given up; the report is there in any case. */
export const maxNotificationAttempts = 8;

/** Before a chunk that found every slot of its connection taken looks again: calls are short. */
export const busyDelay = 3 * second;
/** Before a lost answer is looked up again, where the platform can't be reached and does not say for how long. */
export const lookAgainDelay = 10 * second;
/** Before a lost answer is looked up again, where a person has to act first, which takes more than seconds. */
export const blockedDelay = 5 * minute;
/** Missing devices are sent again this often; after that their verdict is unknown. */
export const maxResends = 3;

/**
 * A job that takes longer than usual is looked up in the platform's list, and once an hour after that, as it is looked at every
 * minute: the list may hold what the job never reports.
 */
export const pollsBetweenLists = 60;
/** A chunk the platform takes longer for is polled to its end without its place in the release queue: its partner's others go on. */
export const longJob = 60 * minute;
/** How long after giving up the platform's list is still tried for. */
export const lastLookTime = 60 * minute;

/** Clocks of two instances are not further apart than this. */
export const clockDifference = 120 * second;

/** A job or record may be unknown for this long after it was accepted: platforms list it a moment later. */
export const notFoundGrace = 120 * second;
/** What a platform has taken and still lists (or does not show) is not awaited for longer: lists lag, by an undocumented time. */
export const listPatience = 30 * minute;
/** A person has this long to confirm a removal; what was found then may have changed later. */
export const confirmationLife = 14 * 24 * 60 * minute;
/** So long after our own removal "registered elsewhere" may be an answer of a part that has not noticed. */
export const propagationPatience = 24 * 60 * minute;
/** Tries, a little later each time, before a chunk whose devices still seem registered elsewhere is put on hold. */
export const propagationTries = 12;
/** Before a chunk on hold for that is tried again. */
export const propagationDelay = 15 * minute;

/** A batch usually exists after this: "typically less than 10 minutes" (Managed Desktop registration draft). */
export const usualBatchTime = 10 * minute;
/** Before looking whether another chunk has created the batch: the ledger is asked, which costs the platform nothing. */
export const batchCreatorDelay = 3 * second;
/** Before a batch that exists by our ledger, and not on the platform, is looked for again. */
export const missingBatchDelay = 30 * second;

/** A report waits no longer than this for a deployment profile. */
export const profilePatience = 30 * minute;
/** A device that was just registered may be listed a little later; one known by PKID alone is never listed by it. */
export const maxProfileLooks = 5;

/** One call of a platform, in all its attempts. A submission's time may be set for a connection. */
export const callTimes = {
  readMs: 20 * second,
  sendMs: 90 * second,
  budgetMs: 20 * second,
  attempts: 4,
  firstWaitMs: 250,
  longestWaitMs: 3 * second,
} as const;
/** A platform that asks for more patience than this is asked again after it all the same. */
export const longestRetryAfter = 60 * minute;
/** A token is renewed this long before it ends. */
export const tokenMargin = 3 * minute;
/** The clock of whoever opens a link may be this far behind. */
export const linkClockDifference = 5 * minute;

/** A change of the settings is seen within this time. */
export const settingsAge = 10 * second;
/** A secret that is stored anew is noticed within this time. */
export const secretAge = 30 * second;
/** A lock on a secret that is older belongs to a process that died. */
export const secretLockLife = 10 * second;
/** The longest pause after a conditional write that another one came before. */
export const longestRacePause = 1 * second;

/** A step waits this long at most until its telemetry is out: an idle instance may be frozen or taken away. */
export const telemetryPatience = 1 * second;
/** A receiver that took longer is not waited for again during this. */
export const telemetryRest = 60 * second;
/** One export of telemetry may take this long; no step waits for it. */
export const telemetryExportTime = 10 * second;
/** Between two exports of what no step has sent out. */
export const telemetryInterval = 60 * second;

/** A permit is good for this long: a grant withdrawn meanwhile is refused with the submission itself. */
export const permitLife = 15 * minute;
/** Requests for a second person's approval are listed again after this: a chunk has one for each of its writes. */
export const approvalsAge = 60 * second;
/** "429 if called within 10 minutes of the previous sync" (Graph reference). */
export const betweenSyncs = 10 * minute;

/** Somebody who asks what the platforms say of a device waits no longer than this. */
export const longestAsking = 60 * second;

/** An upload that takes longer than this, and does not wait for a person only, is late. */
export const lateAfter = 6 * 60 * minute;
