// A comparison is fair when all have counted the same. Each gives its figures by
// the id of the campaign; what one of them does not count is not compared.

/** Figures that everybody has to have. */
const NEEDED = ["openers", "clickers"];

/**
 * The differences between `figures` of `who` and those of `reference`, in words;
 * none when they agree.
 */
export function differences(who, figures, reference) {
  const found = [];
  const ids = new Set([...Object.keys(figures), ...Object.keys(reference)]);
  for (const id of [...ids].sort()) {
    const [own, others] = [figures[id], reference[id]];
    if (!own || !others) {
      found.push(`${who} ${own ? "has" : "lacks"} campaign ${id}`);
      continue;
    }
    for (const name of NEEDED) if (!(name in own)) found.push(`${who} has no ${name} in campaign ${id}`);
    for (const [name, count] of Object.entries(own)) {
      if (name in others && others[name] !== count) {
        found.push(`${who} counts ${count} ${name} in campaign ${id}, not ${others[name]}`);
      }
    }
  }
  if (ids.size === 0) found.push(`${who} has no campaigns`);
  return found;
}

/** Somebody counted something else. */
export class Disagreement extends Error {}

/** Throws when somebody counted something else; the run is worth nothing then. */
export function agree(who, figures, reference) {
  const found = differences(who, figures, reference);
  if (found.length > 0) throw new Disagreement(`The figures differ:\n${found.slice(0, 10).join("\n")}`);
}
