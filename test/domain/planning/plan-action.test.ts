import { expect } from 'chai';
import { describe, it } from 'mocha';
import { routeAction } from '../../../shared/domain/planning/plan-action.ts';
import { hash } from '../../fakes/platform-ports.ts';
import { contoso, fabrikam, handOffs, northwind, partnerCenter } from '../../fakes/sample-settings.ts';

describe('the way an action takes', () => {
  it('never leads from a platform to a portal: a file that waits for a person would leave the device nowhere', () => {
    const asked = {
      device: { identities: [hash('S-1')] },
      action: 'move',
      customer: contoso,
      target: { ...fabrikam, connections: ['m365'] },
      tag: undefined,
      newTag: undefined,
      knownAt: undefined,
    } as const;
    const connections = new Map([partnerCenter, handOffs].map((connection) => [connection.connectionId, connection]));
    const route = routeAction(asked, northwind, connections);
    expect(route.ok ? undefined : route.reason.code).to.equal('action_not_supported');
  });
});
