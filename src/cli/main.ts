#!/usr/bin/env node
import { type Command, UsageError } from "./command.js";
import { commands } from "./commands.js";
import { fail } from "./failure.js";

/** The command named by the first word or the first two, and the arguments that follow it. */
async function find(args: readonly string[]): Promise<{ command: Command; rest: readonly string[] } | undefined> {
  for (const words of [2, 1]) {
    const name = args.slice(0, words).join(" ");
    if (args.length >= words && Object.hasOwn(commands, name)) {
      return { command: await commands[name](), rest: args.slice(words) };
    }
  }
  return undefined;
}

async function overview(prefix = ""): Promise<string> {
  const listed = Object.entries(commands).filter(([name]) => name.startsWith(prefix));
  const found = await Promise.all(listed.map(([, load]) => load()));
  return found.map(({ usage, help }) => `miniscope-lab ${usage}\n${help.replace(/^/gm, "    ")}`).join("\n\n");
}

function unknown(args: readonly string[]): UsageError {
  const names = Object.keys(commands).join(", ");
  if (args.length === 0) return new UsageError(`no command given; there are ${names}.`);
  const group = Object.keys(commands).some((name) => name.startsWith(`${args[0]} `));
  const asked = args.slice(0, group ? 2 : 1).join(" ");
  return new UsageError(`unknown command ${JSON.stringify(asked)}; there are ${names}.`);
}

const isHelp = (arg: string | undefined) => arg === "--help" || arg === "-h" || arg === "help";

async function main(args: readonly string[]): Promise<void> {
  const found = await find(args);
  if (found === undefined) {
    if (!isHelp(args.at(-1)) || args.length > 2) throw unknown(args);
    const help = await overview(args.length === 2 ? `${args[0]} ` : "");
    if (help === "") throw unknown(args);
    console.log(help);
  } else if (found.rest.some(isHelp)) {
    console.log(`miniscope-lab ${found.command.usage}\n\n${found.command.help}`);
  } else {
    await found.command.run(found.rest);
  }
}

// Whoever reads the output may have read enough, as in `… | head`.
process.stdout.on("error", () => process.exit());

const args = process.argv.slice(2);
await main(args).catch((error) => fail(error, { json: args.includes("--json") }));
