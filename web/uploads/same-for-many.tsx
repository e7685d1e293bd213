import { useState } from 'preact/hooks';
import type { Finding } from '../api-types.ts';
import { useAround } from '../surroundings.ts';
import { type Meaning, meaningOf, type SameEdit } from './corrections.ts';

const meanings: readonly Meaning[] = [
  'groupTag',
  'customer',
  'manufacturer',
  'model',
  'serial',
  'pkid',
  'hardwareHash',
  'assignedUser',
];

/** One correction for all rows with the same reason: "this tag for these 40 rows". */
export function SameForMany(props: { readonly finding: Finding; readonly onSet: (edit: SameEdit) => void }) {
  const { t, suggest } = useSuggestions();
  const { finding, onSet } = props;
  const [meaning, setMeaning] = useState<Meaning>(meaningOf(finding.code) ?? 'groupTag');
  const [value, setValue] = useState('');
  const suggested = suggest(meaning);
  return (
    <form
      class="same"
      onSubmit={(event) => {
        event.preventDefault();
        if (value.trim() !== '') onSet({ verdict: finding.verdict, code: finding.code, meaning, value: value.trim() });
      }}
    >
      <strong>{t.table.same(finding.rows)}</strong>
      <label>
        {t.table.sameColumn}
        <select
          value={meaning}
          onChange={(event) => setMeaning(meanings.find((one) => one === event.currentTarget.value) ?? meaning)}
        >
          {meanings.map((one) => (
            <option key={one} value={one}>
              {t.meanings[one]}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t.table.sameValue}
        <input
          type="text"
          value={value}
          list="suggested"
          spellcheck={false}
          onInput={(event) => setValue(event.currentTarget.value)}
        />
        <datalist id="suggested">
          {suggested.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      </label>
      <button type="submit" class="secondary" disabled={value.trim() === ''}>
        {t.table.sameApply(finding.rows)}
      </button>
    </form>
  );
}

/** The partner's own customers and tags: what somebody is likely to mean. */
function useSuggestions() {
  const { t, partner } = useAround();
  const customers = partner?.customers ?? [];
  const suggest = (meaning: Meaning): readonly string[] => {
    if (meaning === 'customer') return customers.map(({ name }) => name);
    if (meaning !== 'groupTag') return [];
    return [...new Set(customers.flatMap(({ defaultGroupTag: tag }) => (tag === undefined ? [] : [tag])))];
  };
  return { t, suggest };
}
