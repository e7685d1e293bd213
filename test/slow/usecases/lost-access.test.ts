import { lostAccess } from '../../fakes/lost-access.ts';

lostAccess((kinds) => kinds.slice(1));
