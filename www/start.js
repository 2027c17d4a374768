// Starts the page: loads the program and its wasm, whose names carry a hash,
// and prepares the page for working offline.

const names = document.querySelector("script[data-wasm]").dataset;
const beside = (name) => new URL(name, document.baseURI);

try {
  const program = await import(beside(names.js));
  await program.default({ module_or_path: beside(names.wasm) });
} catch (error) {
  document.body.append(document.getElementById("unsupported").content);
  throw error;
}

// Only over https and on localhost; elsewhere the page is not there without a network.
navigator.serviceWorker?.register(beside("offline.js")).catch(() => {});
