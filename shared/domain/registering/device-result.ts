import type { Reason } from '../reason.ts';
import type { Explanation, PlatformWords } from '../verdict.ts';

/** What a platform's words about one device come to. `transient`: the same device may be sent again later. */
export interface Judgement {
  readonly kind: 'registered' | 'alreadyRegistered' | 'refused' | 'transient';
  readonly reason: Reason;
}

interface KnownResult {
  readonly kind: Judgement['kind'];
  readonly code: string;
  /** The platform's names; compared without case, `…AnotherTenant` (so in Intune's pages) as `…OtherTenant`. */
  readonly names: readonly string[];
  readonly number?: string;
  readonly explanation: Explanation;
}

/**
 * Result codes of the Autopilot device directory, which every platform passes on.
 * Source: the Managed Desktop registration draft (801 to 814), https://learn.microsoft.com/autopilot/add-devices (names, both
 * spellings of 808), a public note for 640. 804, 805 and 815 and above appear in no public list as registration results.
 */
const knownResults: readonly KnownResult[] = [
  {
    kind: 'registered',
    code: 'registered',
    names: [],
    number: '0',
    explanation: { happened: 'The device is registered.', advice: 'Nothing to do.', who: 'nobody' },
  },
  {
    kind: 'alreadyRegistered',
    code: 'device_already_registered',
    names: ['ZtdDeviceAlreadyAssigned'],
    number: '806',
    explanation: {
      happened: 'The device was already registered for this customer.',
      advice: 'Nothing to do. If it should carry another group tag, change the tag in Intune.',
      who: 'nobody',
    },
  },
  {
    kind: 'refused',
    code: 'device_of_another_organization',
    names: ['ZtdDeviceAssignedToOtherTenant'],
    number: '808',
    explanation: {
      happened: 'The device is registered for another organization.',
      advice:
        'The organization that holds it, its maker or Microsoft support must deregister it first; then upload this row again.',
      who: 'customer',
    },
  },
  {
    kind: 'refused',
    code: 'device_not_found',
    names: ['ZtdDeviceNotFound'],
    number: '812',
    explanation: {
      happened: 'Microsoft knows no device with this manufacturer, model and serial number, or this PKID.',
      advice:
        'Compare the spelling, including capitals, with what the device itself says. The maker may not have reported a new device yet: try again in a few days, or use the PKID or the hardware hash.',
      who: 'uploader',
    },
  },
  {
    kind: 'refused',
    code: 'hash_not_accepted',
    names: ['InvalidZtdHardwareHash', 'HashNot4k'],
    number: '802',
    explanation: {
      happened: 'The platform does not accept the hardware hash.',
      advice: 'Collect the hash on the device again and upload the row with the new one.',
      who: 'uploader',
    },
  },
  {
    kind: 'refused',
    code: 'identity_not_accepted',
    names: ['MissingZtdSerialNumberAndProductKey'],
    number: '803',
    explanation: {
      happened: 'The platform found neither a usable serial number nor a usable PKID.',
      advice: 'Correct the serial number or the PKID and upload the row again.',
      who: 'uploader',
    },
  },
  {
    kind: 'refused',
    code: 'device_not_unique',
    names: ['ZtdDeviceIsNotUnique'],
    number: '813',
    explanation: {
      happened: 'Microsoft knows several devices that fit, so it cannot tell which one is meant.',
      advice: 'Use another identity for this device (PKID or hardware hash), or ask Microsoft support.',
      who: 'microsoft',
    },
  },
  {
    kind: 'refused',
    code: 'device_already_joined',
    names: ['ZtdDeviceAlreadyAadRegistered'],
    number: '814',
    explanation: {
      happened: 'The device is already joined to an organization in Entra.',
      advice: 'The customer removes the old device object in Entra; then upload this row again.',
      who: 'customer',
    },
  },
  {
    kind: 'refused',
    code: 'device_sent_twice',
    names: ['ZtdDeviceDuplicated'],
    explanation: {
      happened: 'The platform took another row of the same submission for the same device.',
      advice: 'Check the result of the other row; upload this one again only if they are different devices.',
      who: 'uploader',
    },
  },
  {
    kind: 'refused',
    code: 'device_not_registered',
    names: ['ZtdDeviceIsNotRegistered'],
    number: '807',
    explanation: {
      happened: 'The device is not registered for this customer.',
      advice: 'Register it first.',
      who: 'uploader',
    },
  },
  {
    kind: 'refused',
    code: 'device_registered_by_another_organization',
    names: ['ZtdDeviceRegisteredByOtherTenant'],
    number: '811',
    explanation: {
      happened: 'Another organization registered the device, so it cannot be changed from here.',
      advice: 'Whoever registered it, or the customer in Intune, must deregister it.',
      who: 'customer',
    },
  },
  {
    kind: 'refused',
    code: 'profile_not_found',
    names: ['ZtdProfileIsNotRegistered'],
    number: '809',
    explanation: {
      happened: 'The deployment profile does not exist for this customer.',
      advice: "Correct the profile id in the partner's settings.",
      who: 'operator',
    },
  },
  {
    kind: 'refused',
    code: 'profile_of_another_organization',
    names: ['ZtdProfileAssignedToOtherTenant'],
    number: '810',
    explanation: {
      happened: 'The deployment profile belongs to another customer.',
      advice: "Correct the profile id in the partner's settings.",
      who: 'operator',
    },
  },
  {
    kind: 'refused',
    code: 'request_not_understood',
    names: ['InvalidZtdRequestBody'],
    number: '801',
    explanation: {
      happened: 'The platform could not make sense of the request for this device.',
      advice: 'Upload the row again later; if it happens again, give the operator the code.',
      who: 'operator',
    },
  },
  {
    kind: 'transient',
    code: 'platform_storage_error',
    names: ['StorageError'],
    number: '640',
    explanation: {
      happened: 'The platform had a passing fault of its own.',
      advice: 'It is tried again; if this stays the last word, upload the row again later.',
      who: 'microsoft',
    },
  },
];

/** A code no list explains: passed on word for word. */
const unexplained: Explanation = {
  happened: 'The platform refused the device and said only: {said}',
  advice: 'Give the operator these words; the code is not in any public list.',
  who: 'operator',
};

/** Every reason `judge` can give, in plain words. */
export const deviceResultExplanations: Readonly<Record<string, Explanation>> = Object.fromEntries([
  ...knownResults.map(({ code, explanation }) => [code, explanation] as const),
  ['platform_refused', unexplained] as const,
]);

/** Judges a platform's words about a device: by name first, by number second (numbers were seen beside the wrong name). */
export function judge(said: PlatformWords): Judgement {
  const known = byName(said.name) ?? byName(said.text) ?? byNumber(said);
  if (known !== undefined) return { kind: known.kind, reason: { code: known.code } };
  return { kind: 'refused', reason: { code: 'platform_refused', params: { said: inOneLine(said) } } };
}

function byName(name: string | undefined): KnownResult | undefined {
  const wanted = name?.trim().toLowerCase().replace('anothertenant', 'othertenant');
  return knownResults.find(({ names }) => names.some((known) => known.toLowerCase() === wanted));
}

/** Beside a name nobody knows a number never counts as success: 806 was seen beside the name of 808. */
function byNumber({ code, name, text }: PlatformWords): KnownResult | undefined {
  const known = knownResults.find(({ number }) => number !== undefined && number === code?.trim());
  if (known?.kind === 'alreadyRegistered' && !isBlank(name)) return undefined;
  if (known?.kind === 'registered' && !(isBlank(name) && isBlank(text))) return undefined;
  return known;
}

function isBlank(word: string | undefined): boolean {
  return word === undefined || word.trim() === '';
}

function inOneLine({ code, name, text }: PlatformWords): string {
  const words = [code, name, text].filter((word) => !isBlank(word));
  return words.length === 0 ? 'nothing' : words.join(' · ');
}
