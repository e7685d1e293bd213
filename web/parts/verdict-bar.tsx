import { verdictKinds } from '../../shared/domain/verdict.ts';
import type { Counts, Verdict } from '../api-types.ts';
import { useAround } from '../surroundings.ts';

/** The verdicts that rows have, with their numbers. */
export const presentVerdicts = (counts: Counts): readonly (readonly [Verdict, number])[] =>
  verdictKinds.flatMap((kind) => ((counts[kind] ?? 0) > 0 ? [[kind, counts[kind] ?? 0] as const] : []));

/** What became of the rows, as one bar; small in lists, with a legend that filters where `onPick` is there. */
export function VerdictBar(props: {
  readonly counts: Counts;
  readonly picked?: Verdict | undefined;
  readonly onPick?: (verdict: Verdict | undefined) => void;
  readonly small?: boolean;
}) {
  const { t, format } = useAround();
  const { counts, picked, onPick, small = false } = props;
  const present = presentVerdicts(counts);
  if (present.length === 0) return null;
  const words = present.map(([kind, count]) => `${format.number(count)} ${t.verdicts[kind]}`);
  return (
    <div class={small ? 'verdicts small' : 'verdicts'}>
      <div class="bar" role="img" aria-label={words.join(', ')} title={small ? words.join(', ') : undefined}>
        {present.map(([kind, count]) => (
          <span key={kind} class={`v-${kind}`} style={{ flexGrow: count }} />
        ))}
      </div>
      {onPick !== undefined && (
        <ul class="legend">
          {present.map(([kind, count]) => (
            <li key={kind}>
              <button
                type="button"
                class="plain"
                aria-pressed={picked === kind}
                title={t.upload.showOnly(t.verdicts[kind])}
                onClick={() => onPick(picked === kind ? undefined : kind)}
              >
                <i class={`swatch v-${kind}`} aria-hidden="true" />
                <strong>{format.number(count)}</strong> {t.verdicts[kind]}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
