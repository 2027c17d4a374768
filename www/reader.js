// A reader: the worker's program once more, in another thread. The first message
// is that program as the engine's worker has compiled it already; what follows
// is for the program itself, which says when it listens.

import init from "./worker.js";

self.onmessage = ({ data: compiled }) => {
  self.onmessage = null;
  init({ module_or_path: compiled });
};
