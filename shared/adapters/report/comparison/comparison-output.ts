import type { ComparisonFinding } from '../../../domain/comparing/comparison.ts';

/** One file of a comparison while it is written. */
export interface ComparisonOutput {
  finding(finding: ComparisonFinding): Promise<void> | undefined;
  finish(): Promise<void>;
  /** Closes the file after a failure. */
  abandon(): Promise<void>;
}
