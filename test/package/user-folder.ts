import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));

const compilerOptions = { module: "nodenext", target: "es2022", strict: true, types: [] };

/** The folder of somebody who uses the package: an ES module project with one TypeScript file. */
export class UserFolder {
  readonly path = mkdtempSync(join(tmpdir(), "miniscope-lab-user-"));

  constructor(code: string) {
    this.write("package.json", JSON.stringify({ type: "module" }));
    this.write("tsconfig.json", JSON.stringify({ compilerOptions, files: ["user.ts"] }));
    this.write("user.ts", code);
  }

  write(name: string, text: string): void {
    writeFileSync(join(this.path, name), text);
  }

  /** Type-checks and compiles user.ts; throws with the compiler's complaints. */
  compile(): void {
    this.run(process.execPath, [join(root, "node_modules", "typescript", "bin", "tsc"), "--project", this.path]);
  }

  /** Runs a program and returns what it wrote; throws with all that it wrote when it fails. */
  run(program: string, args: string[], cwd = this.path): string {
    try {
      return execFileSync(program, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
    } catch (error) {
      const { stdout, stderr } = error as { stdout?: string; stderr?: string };
      throw new Error(`${program} ${args.join(" ")} failed:\n${stdout ?? ""}${stderr ?? ""}`, { cause: error });
    }
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
