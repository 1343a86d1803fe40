// This file and the ones in scripts/ that call it must parse on any Node that knows modules: they are what tells a user
// that Node is too old. Hence no imports and no recent syntax here.

const oldest = [20, 19];

/** Runs `main` of a command with the command line's arguments; a Problem ends the program in one line. */
export function run(load) {
  const current = process.versions.node.split(".").map(Number);
  if (current[0] < oldest[0] || (current[0] === oldest[0] && current[1] < oldest[1])) {
    fail(
      "Node " +
        process.versions.node +
        " is too old: install Node " +
        oldest.join(".") +
        " or newer (https://nodejs.org) and run this again.",
    );
    return;
  }
  load()
    .then((command) => command.main(process.argv.slice(2)))
    .catch((error) => {
      if (error.name === "Problem") fail(error.message);
      else if (error.code === "ENOSPC") fail("no space is left on the disk: free about 2 GB and run this again.");
      else if (error.code === "EACCES" || error.code === "EROFS")
        fail(`${error.message}: this folder must be writable.`);
      else fail(error.stack || String(error));
    });
}

function fail(message) {
  process.exitCode = 1;
  console.error(`miniscope-lab: ${message}`);
}
