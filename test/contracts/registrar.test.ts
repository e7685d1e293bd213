import { pkid, tuple } from '../fakes/platform-ports.ts';
import { registrarContract } from './registrar.contract.ts';
import { hashOf, intune, oemDirect, partnerCenter } from './simulated-platforms.ts';

const byTuple = partnerCenter((number) => tuple(`SN-${number}`));
const byPkid = partnerCenter((number) => pkid(1_000_000 + number));
const byHash = partnerCenter((number) => hashOf(`SN-${number}`));

registrarContract('Partner Center, by tuple', byTuple);
registrarContract('Partner Center, by PKID', byPkid);
registrarContract('Partner Center, by hash', byHash);
registrarContract('an OEM gateway that answers at once', oemDirect({ oemAnswer: 'sync' }), { knowsStrangers: false });
registrarContract('an OEM gateway that answers later', oemDirect({ oemAnswer: 'async' }), { knowsStrangers: false });
registrarContract('Intune', intune());
