import type { ListedDevice } from '../../domain/comparing/listed-device.ts';
import { matchListed } from '../../domain/registering/submission-matching.ts';
import type { Finder } from '../../ports.ts';
import type { Catalogue } from './catalogue.ts';

/** Looks a lost submission's devices up in the batch they were sent to. */
export function makePartnerCenterFinder(catalogue: Catalogue): Finder {
  return {
    async find(submission, context) {
      const { customer, groupTag, devices } = submission;
      if (groupTag === undefined) return { found: [], absent: [] };
      const listed: ListedDevice[] = [];
      for await (const page of catalogue.devices(customer, groupTag, context)) listed.push(...page.items);
      return matchListed(devices, listed);
    },
  };
}
