import { tuple } from '../fakes/platform-ports.ts';
import { deviceActionsContract } from './device-actions.contract.ts';
import { hashOf, intune, oemDirect, partnerCenter } from './simulated-platforms.ts';

deviceActionsContract(
  'Partner Center, by tuple',
  partnerCenter((number) => tuple(`SN-${number}`)),
  { lists: true },
);
deviceActionsContract(
  'Partner Center, by hash',
  partnerCenter((number) => hashOf(`SN-${number}`)),
  { lists: true },
);
deviceActionsContract('Intune', intune(), { lists: true });
deviceActionsContract('an OEM gateway that answers at once', oemDirect({ oemAnswer: 'sync' }), { lists: false });
deviceActionsContract('an OEM gateway that answers later', oemDirect({ oemAnswer: 'async' }), { lists: false });
