import { useState } from 'preact/hooks';
import { apiPath } from '../api.ts';
import type { Corrected, UploadSummary } from '../api-types.ts';
import { useAction } from '../parts/use-action.ts';
import { uploadLink } from '../route.ts';
import { useAround } from '../surroundings.ts';
import { untilTaken } from './until-taken.ts';

/** Makes a new upload of this one: posts to its address, waits until reading the new file has begun, and shows that. */
export function useNewUpload({ partnerId, uploadId }: Pick<UploadSummary, 'partnerId' | 'uploadId'>) {
  const { language } = useAround();
  const { post, busy, problem } = useAction();
  const [taking, setTaking] = useState(false);
  const make = async (what: 'confirm' | 'corrections' | 'send', body?: unknown): Promise<void> => {
    const answer = await post<Corrected>(apiPath(['partners', partnerId, 'uploads', uploadId, what]), body);
    if (answer === undefined) return;
    setTaking(true);
    await untilTaken({ partnerId, fileName: answer.value.fileName }, language);
    location.hash = uploadLink({ partnerId, uploadId: answer.value.uploadId });
  };
  return { make, busy: busy || taking, problem };
}
