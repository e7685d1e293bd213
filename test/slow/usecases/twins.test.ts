import { describeTwins } from '../../fakes/twins.ts';

describeTwins(300);
