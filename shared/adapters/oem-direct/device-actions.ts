import { randomUUID } from 'node:crypto';
import type { Located, LocatedDevice, Removed } from '../../domain/registering/device-actions.ts';
import type { OemDirectConnection } from '../../domain/settings/connection.ts';
import { SubmissionUnknown } from '../../errors.ts';
import type { CallContext, DeviceActions } from '../../ports.ts';
import { removalRefused } from '../http/action-answer.ts';
import type { Http } from '../http/http.ts';
import type { WireOperation } from './answers.ts';
import { registerAnswer, statusAnswer } from './operation-answer.ts';
import { deregistrationBody, hasEnded, operationResults, platformMessage, removableBy } from './wire.ts';

interface OemActionsDeps {
  readonly connection: OemDirectConnection;
  readonly deregister: NonNullable<OemDirectConnection['deregister']>;
  readonly http: Http;
}

/**
 * Takes devices out by the operation that registers, with both tenant fields blank
 * (https://learn.microsoft.com/autopilot/registration-overview): whoever registered them, and whichever customer has them. So it is
 * for the caller to know that the device is one of its own. One device in a call, and no list to look at.
 */
export function makeOemDirectActions({ connection, deregister, http }: OemActionsDeps): DeviceActions {
  const root = connection.baseUrl.replace(/\/+$/, '');

  async function remove(device: LocatedDevice, context: CallContext): Promise<Removed> {
    const identity = removableBy(device);
    if (identity === undefined) throw new Error('the device was not located');
    const sent = [{ position: 0, identity }];
    const outcomeOf = (operation: WireOperation, operationId: string | undefined): Removed => {
      const [result] = operationResults(sent, operation);
      if (result?.kind === 'registered') return { kind: 'removed' };
      if (result?.kind === 'failed') return removalRefused(result.platformMessage);
      if (operationId !== undefined && !hasEnded(operation))
        return { kind: 'running', device: { ...device, operationId } };
      // An operation that ended without a word about the device may have removed it.
      throw new SubmissionUnknown('deregister: the gateway did not say what became of the device');
    };

    if (device.operationId !== undefined) {
      const { operationId, ...again } = device;
      const path = connection.paths.status.replace('{operationId}', encodeURIComponent(operationId));
      const operation = await http(
        { operation: 'status', method: 'GET', url: `${root}${path}`, repeatable: true, interpret: statusAnswer },
        context,
      );
      // Forgotten: the same removal once more says whether there is anything left to remove.
      return operation === undefined ? await remove(again, context) : outcomeOf(operation, operationId);
    }
    const answer = await http(
      {
        operation: 'deregister',
        method: 'POST',
        url: `${root}${connection.paths.register}`,
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: deregistrationBody(connection, deregister.blankTenant, randomUUID(), identity),
        repeatable: false,
        interpret: registerAnswer,
      },
      context,
    );
    if (answer.kind === 'refused')
      return removalRefused({ code: String(answer.status), ...platformMessage(answer.fault) });
    return outcomeOf(answer.operation, answer.operationId);
  }

  return {
    locate: async (_customer, wanted) =>
      wanted.map(({ position, serial, manufacturer, model, pkid }): Located => {
        const named = {
          ...(serial === undefined ? {} : { serial }),
          ...(manufacturer === undefined ? {} : { manufacturer }),
          ...(model === undefined ? {} : { model }),
          ...(pkid === undefined ? {} : { pkid }),
        };
        return removableBy(named) === undefined
          ? { position, kind: 'notResolvable', reason: { code: 'whole_identity_needed' } }
          : { position, kind: 'unlisted', device: named };
      }),
    remove: (_customer, device, context) => remove(device, context),
  };
}
