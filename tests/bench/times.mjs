// Several measurements of one thing.

/** The middle one; of two middle ones the larger. */
export const median = (values) => values.toSorted((one, other) => one - other)[values.length >> 1];

/** Keeps what was measured, by a name of what and where. */
export class Times {
  #seconds = new Map();

  add(name, seconds) {
    if (!this.#seconds.has(name)) this.#seconds.set(name, []);
    this.#seconds.get(name).push(seconds);
  }

  /** `undefined` where nothing was measured. */
  median(name) {
    const all = this.#seconds.get(name);
    return all && median(all);
  }

  best(name) {
    const all = this.#seconds.get(name);
    return all && Math.min(...all);
  }

  runs(name) {
    return this.#seconds.get(name)?.length ?? 0;
  }
}

/** Does one thing after another, each time beginning with the next: noise that lasts hits all of them. */
export async function inTurn(rounds, things, say = () => {}) {
  for (let round = 0; round < rounds; round += 1) {
    for (let step = 0; step < things.length; step += 1) {
      const [name, thing] = things[(round + step) % things.length];
      say(`round ${round + 1} of ${rounds}: ${name}`);
      await thing(round);
    }
  }
}
