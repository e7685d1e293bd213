/** A blob trigger's path: the container, and how the rest of the path is matched and taken apart. */
export interface BlobPath {
  readonly container: string;
  /** The parts in braces, or `undefined` when the blob is not one of this path. */
  match(blobName: string): Readonly<Record<string, string>> | undefined;
}

/** Parses `container/{partner}/{name}.csv`; doubled braces are literal ones. A part in braces may hold slashes. */
export function parseBlobPath(path: string): BlobPath {
  const slash = path.indexOf('/');
  const container = slash === -1 ? path : path.slice(0, slash);
  if (!/^[a-z0-9-]{3,63}$/.test(container)) throw new Error(`"${path}" does not start with a container's name`);
  const pattern = slash === -1 ? '{name}' : path.slice(slash + 1);
  const names: string[] = [];
  const source = pattern.replaceAll(/\{\{|\}\}|\{(\w+)\}|[^{}\w]/g, (token, name: string | undefined) => {
    if (name === undefined) return `\\${token.slice(-1)}`;
    names.push(name);
    return '(.*)';
  });
  const expression = new RegExp(`^${source}$`, 's');
  return {
    container,
    match: (blobName) => {
      const found = expression.exec(blobName);
      if (found === null) return undefined;
      return Object.fromEntries(names.map((name, index) => [name, found[index + 1] ?? '']));
    },
  };
}
