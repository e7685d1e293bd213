import { AccessDenied } from '../../../errors.ts';
import type { Secrets } from '../../../ports.ts';

/** The secret of this name, trimmed; that there is none is for a person to correct. */
export async function storedSecret(secrets: Secrets, name: string): Promise<string> {
  const secret = await secrets.read(name);
  if (secret === undefined) throw new AccessDenied('credential_missing', `there is no secret named ${name}`);
  return secret.value.trim();
}
