// Saves a recording over another one, and kills itself just before the file operation of the given number. Without a number it
// prints the operations.
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const [spec, path, number] = process.argv.slice(2);
const done = [];
for (const name of ["mkdir", "writeFile", "rename", "rm"]) {
  const original = fs.promises[name];
  fs.promises[name] = async (...args) => {
    if (String(done.length) === number) process.kill(process.pid, "SIGKILL");
    done.push(name);
    return original(...args);
  };
}
syncBuiltinESMExports();

const { plan } = await import("../../dist/simulation/scene.js");
const { saveRecording } = await import("../../dist/recording/save-recording.js");
const { specFromJson } = await import("../../dist/spec/canonical.js");
await saveRecording(await plan(specFromJson(spec)), path, { overwrite: true });
console.log(JSON.stringify(done));
