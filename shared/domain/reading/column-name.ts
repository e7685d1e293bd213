/** Letters of a column as spreadsheets name it: 0 is A, 26 is AA. */
function columnLetters(index: number): string {
  const rest = Math.floor(index / 26) - 1;
  return (rest >= 0 ? columnLetters(rest) : '') + String.fromCharCode(65 + (index % 26));
}

/** A column as people find it: by its title, else by its letters. */
export function findColumnName(titles: readonly string[], index: number): string {
  const title = titles[index] ?? '';
  return title === '' ? columnLetters(index) : `"${title}"`;
}
