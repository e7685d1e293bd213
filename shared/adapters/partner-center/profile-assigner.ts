import type { ListedDevice } from '../../domain/comparing/listed-device.ts';
import type { Receipt } from '../../domain/registering/chunk-state.ts';
import type { AssignmentPolled, Submission } from '../../domain/registering/submission.ts';
import { findListed } from '../../domain/registering/submission-matching.ts';
import { notFoundGrace } from '../../domain/waits.ts';
import type { CallContext, Clock, ProfileAssigner } from '../../ports.ts';
import type { Catalogue } from './catalogue.ts';
import type { Profiles } from './policies.ts';
import { fromReceipt } from './upload.ts';

/** Assigns a profile to the devices of a batch, which are known there by the platform's own ids. */
export function makeProfileAssigner(deps: {
  readonly catalogue: Catalogue;
  readonly profiles: Profiles;
  readonly clock: Clock;
}): ProfileAssigner {
  const { catalogue, profiles, clock } = deps;

  /** Platform ids by position, of those of the devices that are certainly listed. */
  const idsOf = async (submission: Submission, context: CallContext): Promise<ReadonlyMap<number, string>> => {
    const { customer, groupTag, devices } = submission;
    if (groupTag === undefined) return new Map();
    const listed: ListedDevice[] = [];
    for await (const page of catalogue.devices(customer, groupTag, context)) listed.push(...page.items);
    const found = [...findListed(devices, listed)];
    return new Map(
      found.flatMap(([position, { platformDeviceId: id }]): [number, string][] =>
        id === undefined ? [] : [[position, id]],
      ),
    );
  };

  const isFresh = (receipt: Receipt): boolean => {
    const acceptedAt = fromReceipt(receipt)?.acceptedAt ?? '';
    return clock.now().getTime() - Date.parse(acceptedAt) < notFoundGrace;
  };

  return {
    async assign(submission, profileId, context) {
      const { customer, requestId, devices } = submission;
      const ids = await idsOf(submission, context);
      if (ids.size === 0) return { kind: 'nothing' };
      const platformDeviceIds = [...ids.values()];
      const assigned = await profiles.assign({ customer, requestId, profileId, platformDeviceIds }, context);
      if (assigned.kind === 'refused') return assigned;
      // The ids of a thousand devices would not fit the ledger; the positions that were left out nearly always do.
      const leftOut = devices.flatMap(({ position }) => (ids.has(position) ? [] : [String(position)]));
      return { kind: 'accepted', receipt: { ...assigned.receipt, leftOut } };
    },

    async poll(submission, receipt, context): Promise<AssignmentPolled> {
      const polled = await profiles.poll(submission.customer, receipt, context);
      if (polled.kind === 'lost') return { kind: isFresh(receipt) ? 'running' : 'lost' };
      if (polled.kind === 'running') return polled;
      const { leftOut } = receipt;
      const out = new Set(Array.isArray(leftOut) ? leftOut : []);
      const sent = submission.devices.map(({ position }) => position).filter((position) => !out.has(String(position)));
      if (polled.refused.size === 0) return { kind: 'done', assigned: sent, refused: new Map() };
      // Refusals are named by platform id only.
      const ids = await idsOf(submission, context);
      const reasons = sent.map((position) => ({ position, reason: polled.refused.get(ids.get(position) ?? '') }));
      return {
        kind: 'done',
        assigned: reasons.flatMap(({ position, reason }) => (reason || !ids.has(position) ? [] : [position])),
        refused: new Map(reasons.flatMap(({ position, reason }) => (reason ? [[position, reason] as const] : []))),
      };
    },
  };
}
