/** `*` and `?` as in file names. Matched by hand: a pattern from outside must not become a slow regular expression. */
export function globMatcher(pattern: string): (text: string) => boolean {
  const parts = pattern.split(/\*+/);
  return (text) => {
    let [position, first] = [0, true];
    for (const [index, part] of parts.entries()) {
      const last = index === parts.length - 1;
      const at = last && !first ? Math.max(position, text.length - part.length) : findPart(text, part, position, first);
      if (at < 0 || !matchesAt(text, part, at)) return false;
      position = at + part.length;
      if (last && position !== text.length) return false;
      first = false;
    }
    return true;
  };
}

function findPart(text: string, part: string, from: number, anchored: boolean): number {
  if (anchored) return from;
  for (let at = from; at + part.length <= text.length; at++) if (matchesAt(text, part, at)) return at;
  return -1;
}

function matchesAt(text: string, part: string, at: number): boolean {
  if (at + part.length > text.length) return false;
  for (let i = 0; i < part.length; i++) if (part[i] !== "?" && part[i] !== text[at + i]) return false;
  return true;
}
