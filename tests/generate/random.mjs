// Seeded randomness: the same seed gives the same file on every machine.

/** A generator with 32 bits of state (mulberry32): plenty for test data. */
export class Random {
  #state;

  constructor(seed) {
    this.#state = seed >>> 0;
  }

  /** From 0, below 1. */
  unit() {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  /** A whole number from 0, below `end`. */
  below(end) {
    return Math.floor(this.unit() * end);
  }

  chance(probability) {
    return this.unit() < probability;
  }

  pick(list) {
    return list[this.below(list.length)];
  }

  /** One of `[value, weight]` pairs. */
  weighted(pairs) {
    const total = pairs.reduce((sum, [, weight]) => sum + weight, 0);
    let at = this.unit() * total;
    for (const [value, weight] of pairs) if ((at -= weight) < 0) return value;
    return pairs[pairs.length - 1][0];
  }

  /** Exponentially distributed with that mean. */
  exponential(mean) {
    return -Math.log(1 - this.unit()) * mean;
  }

  shuffle(list) {
    for (let left = list.length; left > 1; left -= 1) {
      const other = this.below(left);
      [list[left - 1], list[other]] = [list[other], list[left - 1]];
    }
    return list;
  }
}
