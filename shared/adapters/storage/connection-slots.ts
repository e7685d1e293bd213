import type { TableClient } from '@azure/data-tables';
import { freshSlots, returnSlot, type Slots, takeSlot } from '../../domain/registering/slots.ts';
import type { Clock, ConnectionSlots, SlotWidths } from '../../ports.ts';
import { checkSlots } from './documents.ts';
import { makeDocumentTable, tableKey } from './table-documents.ts';

const rowKey = 'slots';
/** Others write the same row; after this many lost races the slot is simply not had (or left to run out). */
const mostTries = 5;

/** Table `slots`: one row for each connection, shared by all instances. */
export function makeConnectionSlots(table: TableClient, clock: Clock): ConnectionSlots & SlotWidths {
  const rows = makeDocumentTable<Slots>(table, checkSlots, ({ width, taken }) => ({ width, taken: taken.length }));

  /** `false`: the change is not possible, or others kept coming in between. */
  const change = async (connectionId: string, next: (slots: Slots) => Slots | undefined): Promise<boolean> => {
    const partition = tableKey(connectionId);
    for (let tries = 0; tries < mostTries; tries++) {
      const there = await rows.read(partition, rowKey);
      const slots = next(there?.value ?? freshSlots);
      if (slots === undefined) return false;
      if ((await rows.write(partition, rowKey, slots, there?.etag)) !== undefined) return true;
    }
    return false;
  };

  return {
    take: (connectionId, holder, milliseconds) => {
      const now = clock.now();
      return change(connectionId, (slots) => takeSlot(slots, holder, now, new Date(now.getTime() + milliseconds)));
    },
    giveBack: async (connectionId, holder, outcome) => {
      await change(connectionId, (slots) => returnSlot(slots, holder, outcome, clock.now()));
    },
    width: async (connectionId) => (await rows.read(tableKey(connectionId), rowKey))?.value.width,
  };
}
