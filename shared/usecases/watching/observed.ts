import type { Submitted } from '../../domain/registering/submission.ts';
import type { SpanFacts, StepAbout } from '../../domain/telemetry.ts';
import { AccessDenied, ServiceUnavailable, SubmissionUnknown } from '../../errors.ts';
import type { ChunkLedger, Clock, Registrar, Telemetry } from '../../ports.ts';
import type { ChunkStep } from '../registering/loaded-chunk.ts';

/** What a step's span says of its end. */
export const stepOutcome = ({ kind }: { readonly kind: string }): SpanFacts => ({ outcome: kind });

/** What the span of a chunk's step says: where the chunk went, and by what. */
export const chunkStepOutcome = (step: ChunkStep): SpanFacts =>
  step.kind === 'moved' ? { outcome: step.kind, to: step.to, by: step.by } : stepOutcome(step);

/** A step of the upload that its message names. */
export function observed<M extends StepAbout, R>(
  telemetry: Telemetry,
  name: Parameters<Telemetry['step']>[0],
  act: (message: M) => Promise<R>,
  tell: (result: R) => SpanFacts,
): (message: M) => Promise<R> {
  return (message) => telemetry.step(name, message, () => act(message), tell);
}

/** The ledger of chunks, measured where state changes: no hold and no settled chunk goes by uncounted. */
export function observeChunks(chunks: ChunkLedger, telemetry: Telemetry, clock: Clock): ChunkLedger {
  return {
    ...chunks,
    replace: async (state, etag) => {
      const written = await chunks.replace(state, etag);
      if (written === undefined) return undefined;
      const { platform } = state;
      if (state.state === 'held') telemetry.measure('chunksHeld', 1, { platform, code: state.hold?.code ?? 'none' });
      if (state.state === 'settled') {
        const seconds = (clock.now().getTime() - Date.parse(state.createdAt)) / 1000;
        telemetry.measure('chunkAge', seconds, { platform });
      }
      return written;
    },
  };
}

/** What became of a submission without an answer. */
function submissionOutcome(error: unknown): string {
  if (error instanceof SubmissionUnknown) return 'unknown';
  if (error instanceof ServiceUnavailable) return error.throttled ? 'throttled' : 'unavailable';
  return error instanceof AccessDenied ? 'denied' : 'failed';
}

/** Counts submissions by what came of them; `later`: none was made. */
export function observeSubmissions(registrar: Registrar, telemetry: Telemetry, platform: string): Registrar {
  return {
    permit: registrar.permit,
    poll: registrar.poll,
    submit: async (submission, context) => {
      let outcome: Submitted['kind'] | string = 'failed';
      try {
        const submitted = await registrar.submit(submission, context);
        outcome = submitted.kind;
        return submitted;
      } catch (error) {
        outcome = submissionOutcome(error);
        throw error;
      } finally {
        if (outcome !== 'later') telemetry.measure('submissions', 1, { platform, outcome });
      }
    },
  };
}
