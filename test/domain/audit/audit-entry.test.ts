import { expect } from 'chai';
import { describe, it } from 'mocha';
import { chunkEvent } from '../../../shared/domain/audit/audit-entry.ts';
import type { ChunkState } from '../../../shared/domain/registering/chunk-state.ts';
import { sampleChunk } from '../../fakes/sample-states.ts';

const whatOf = (from: ChunkState['state'], change: Partial<ChunkState>): string | undefined => {
  const before: ChunkState = { ...sampleChunk(), state: from };
  return chunkEvent(before, { ...before, ...change })?.what;
};

describe('The record of a chunk', () => {
  it('has an entry for each change somebody may ask about', () => {
    expect(whatOf('pending', { state: 'sending' })).to.equal('chunkSubmitted');
    expect(whatOf('sending', { state: 'sent' })).to.equal('chunkAccepted');
    expect(whatOf('sent', { state: 'sending' })).to.equal('chunkAnswerLost');
    expect(whatOf('sending', { answerLost: true })).to.equal('chunkAnswerLost');
    expect(whatOf('pending', { state: 'held', hold: { code: 'relationship_missing' } })).to.equal('chunkHeld');
    expect(whatOf('held', { state: 'waiting' })).to.equal('chunkResumed');
    expect(whatOf('sent', { state: 'settled' })).to.equal('chunkSettled');
  });

  it('has none for what only passes by', () => {
    expect(whatOf('sending', { state: 'pending' })).to.equal(undefined);
    expect(whatOf('sent', { state: 'assigning' })).to.equal(undefined);
    expect(whatOf('sent', { polls: 3 })).to.equal(undefined);
  });
});
