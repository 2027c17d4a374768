// Runs in Milchglas's own page, beside it: when something was asked for, when the
// answer was on screen, and how long the page's own thread was busy at a time.

const find = (name) => document.querySelector(`[data-test="${name}"]`);

/** What can be waited for. */
const CONDITIONS = {
  /** The statistics, with so many messages sent, and drawn to the last piece. */
  sent: (count) =>
    find("campaign-row") !== null &&
    find("figure-sent")?.dataset.value === String(count) &&
    document.querySelector(".report[aria-busy], .report [aria-busy]") === null,
  /** What is said about machine events has changed. */
  otherMachineEvents: (before) => window.watch.machineEvents() !== before,
  /** Another review of what would leave: there was none for a moment, or the worker was asked. */
  reviewed: () => find("save-json")?.disabled === false && find("protecting") === null,
  reviewing: () => find("protecting") !== null,
};

window.watch = {
  /** Beginning and duration of every task of 50 milliseconds or more; of shorter ones browsers tell nothing. */
  tasks: [],
  /** When what was waited for last was asked for, was there, and was painted. */
  asked: 0,
  reached: 0,
  painted: 0,
  /** Resolves with the milliseconds of what `begin` began. */
  answer: undefined,

  machineEvents: () => document.querySelector(".machine .chart-summary")?.textContent,

  /** All of them: milliseconds after what was waited for last was asked for, and for how long. */
  told() {
    return this.tasks.map(([start, duration]) => [start - this.asked, duration]);
  },

  /** The longest task until what was waited for was on screen, apart from those that drew it; 0 where none was long. */
  longest() {
    // Times of tasks are rounded.
    const draws = ([start, duration]) => start + duration + 2 >= this.reached && start <= this.painted;
    const most = (tasks) => Math.max(0, ...tasks.map(([, duration]) => duration));
    const reading = this.tasks.filter((task) => task[0] <= this.reached && !draws(task));
    return { reading: most(reading), drawing: most(this.tasks.filter(draws)) };
  },

  /**
   * Measures from the next event of that kind until a condition holds and is
   * painted; where `first` is given, that one must have held before.
   */
  begin(kind, [condition, value], first) {
    this.answer = new Promise((answered) => {
      const start = () => {
        const began = performance.now();
        this.asked = began;
        let waiting = first === undefined;
        const look = () => {
          waiting ||= CONDITIONS[first]();
          if (!waiting || !CONDITIONS[condition](value)) return;
          changes.disconnect();
          this.reached = performance.now();
          // The frame that shows it, and what comes after it.
          requestAnimationFrame(() =>
            setTimeout(() => {
              this.painted = performance.now();
              answered(this.painted - began);
            }),
          );
        };
        const changes = new MutationObserver(look);
        changes.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
      };
      window.addEventListener(kind, start, { capture: true, once: true });
    });
  },
};

new PerformanceObserver((list) => {
  for (const { startTime, duration } of list.getEntries()) window.watch.tasks.push([startTime, duration]);
}).observe({ type: "longtask" });
