// Saves a recording over another one, and kills itself just before the file operation of the given number. Without a number it
// prints the operations, each with its path.
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const [spec, path, number] = process.argv.slice(2);
const done = [];
for (const name of ["mkdir", "writeFile", "rename", "rm"]) {
  const original = fs.promises[name];
  fs.promises[name] = async (...args) => {
    if (String(done.length) === number) process.kill(process.pid, "SIGKILL");
    done.push({ name, path: args[0] });
    return original(...args);
  };
}
const { open } = fs.promises;
fs.promises.open = async (path, ...args) => {
  const handle = await open(path, ...args);
  const { sync } = handle;
  handle.sync = async () => {
    await sync.call(handle);
    done.push({ name: "sync", path });
  };
  return handle;
};
syncBuiltinESMExports();

const { simulate, specFromJson } = await import("../../dist/index.js");
const recording = await simulate(specFromJson(spec));
done.length = 0;
await recording.save(path, { overwrite: true });
console.log(JSON.stringify(done));
