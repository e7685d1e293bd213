import { lostAccess } from '../../fakes/lost-access.ts';

lostAccess(([first]) => (first === undefined ? [] : [first]));
