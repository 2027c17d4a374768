// Programs outside the browser, with the time they take and the memory they need.

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

/** The peak of a process's resident memory so far, in bytes; 0 where that is not told. */
export function peakOf(pid) {
  return field(pid, "VmHWM");
}

/** A process's resident memory now, in bytes; 0 where that is not told. */
export function residentOf(pid) {
  return field(pid, "VmRSS");
}

function field(pid, name) {
  try {
    const found = readFileSync(`/proc/${pid}/status`, "utf8").match(new RegExp(`${name}:\\s+(\\d+) kB`));
    return found ? Number(found[1]) * 1024 : 0;
  } catch {
    // Gone already, or not Linux.
    return 0;
  }
}

/** Runs a program to its end: what it said, seconds from start to end, peak of memory in bytes. */
export function run(program, ...parameters) {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const child = spawn(program, parameters, { stdio: ["ignore", "pipe", "pipe"] });
    const said = [];
    const complaints = [];
    child.stdout.on("data", (block) => said.push(block));
    child.stderr.on("data", (block) => complaints.push(block));
    let peak = 0;
    let seconds;
    const watch = setInterval(() => (peak = Math.max(peak, peakOf(child.pid))), 10);
    child.once("error", (error) => {
      clearInterval(watch);
      reject(error);
    });
    child.once("exit", () => {
      clearInterval(watch);
      seconds = (performance.now() - began) / 1000;
    });
    child.once("close", (code) => {
      if (code === 0) return resolve({ said: Buffer.concat(said).toString(), seconds, peak });
      reject(new Error(`${program} ended with ${code}: ${Buffer.concat(complaints).toString().slice(-2000)}`));
    });
  });
}
