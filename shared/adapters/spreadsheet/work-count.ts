import type { ReadLimits } from '../../domain/reading/read-event.ts';
import { Refusal } from './refusal.ts';

/** What a file costs although nothing of it may ever be a row. Counted over all its sheets and parts. */
export interface WorkCount {
  /** Cells of a text file, tags of a workbook; empty ones cost as much as others. */
  elements(number: number): void;
  blankRow(): void;
  /** Characters of a workbook's table of texts, each time a cell names them. */
  sharedCharacters(number: number): void;
}

export function makeWorkCount(limits: ReadLimits): WorkCount {
  const { elements, blankRows, sharedCharacters } = limits;
  const spent = { elements: 0, blankRows: 0, sharedCharacters: 0 };
  return {
    elements(number) {
      spent.elements += number;
      if (spent.elements > elements) throw new Refusal('limit_elements', { limit: 'elements', value: elements });
    },
    blankRow() {
      spent.blankRows += 1;
      if (spent.blankRows > blankRows) throw new Refusal('limit_blank_rows', { limit: 'blankRows', value: blankRows });
    },
    sharedCharacters(number) {
      spent.sharedCharacters += number;
      if (spent.sharedCharacters > sharedCharacters)
        throw new Refusal('limit_shared_characters', { limit: 'sharedCharacters', value: sharedCharacters });
    },
  };
}
