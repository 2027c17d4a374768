// A worker that reads a file and does nothing with it: what no page can be
// quicker than. Answers with the number of bytes that passed.

const SLICE = 8 << 20;

onmessage = async ({ data: { file, from, until } }) => {
  let bytes = 0;
  // One byte of each slice is looked at, so that reading cannot be put off.
  let seen = 0;
  for (let at = from; at < until; at += SLICE) {
    const slice = new Uint8Array(await file.slice(at, Math.min(at + SLICE, until)).arrayBuffer());
    bytes += slice.length;
    seen ^= slice[slice.length - 1];
  }
  postMessage({ bytes, seen });
};
