import type { Tone } from '../../../domain/reporting/report-lines.ts';

interface ToneColours {
  readonly ink: string;
  readonly paper: string;
  readonly bar: string;
}

/** Colours that keep a contrast of at least 4.5 : 1 between ink and paper; the sign in the text serves who sees none. */
export const toneColours: Readonly<Record<Tone, ToneColours>> = {
  good: { ink: '14532D', paper: 'DCFCE7', bar: '4CAF72' },
  bad: { ink: '8B1A1A', paper: 'FDE2E2', bar: 'D9534F' },
  waiting: { ink: '7A4100', paper: 'FFEFD0', bar: 'E8A33D' },
  quiet: { ink: '4B5563', paper: 'EEF0F3', bar: '9AA3AF' },
};
