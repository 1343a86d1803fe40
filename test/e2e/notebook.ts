import type { Page } from "playwright-core";
import type { JupyterLab } from "./jupyter-lab.js";

interface LabApp {
  readonly commands: { execute(command: string, args?: object): Promise<unknown> };
  readonly shell: {
    readonly currentWidget: {
      readonly sessionContext?: {
        readonly session?: { readonly kernel?: { readonly status: string; restart(): Promise<void> } };
        shutdown(): Promise<void>;
      };
      readonly context?: { readonly model: { readonly dirty: boolean } };
    } | null;
  };
}

/** A notebook open in JupyterLab. */
export class Notebook {
  private constructor(readonly page: Page) {}

  /** Opens a notebook and waits for its kernel. */
  static async open(page: Page, lab: Pick<JupyterLab, "notebookUrl">, name: string): Promise<Notebook> {
    await page.goto(lab.notebookUrl(name));
    const notebook = new Notebook(page);
    await notebook.ready();
    return notebook;
  }

  /** Waits until the notebook is shown and its kernel idle. */
  async ready(): Promise<void> {
    await this.page.waitForSelector(".jp-Notebook .jp-Cell");
    await this.page.waitForFunction(() => {
      const { currentWidget } = (window as unknown as { jupyterapp: LabApp }).jupyterapp.shell;
      return currentWidget?.sessionContext?.session?.kernel?.status === "idle";
    });
  }

  async command(command: string, args: object = {}): Promise<void> {
    await this.page.evaluate(
      ([name, given]) => {
        void (window as unknown as { jupyterapp: LabApp }).jupyterapp.commands.execute(name, given);
      },
      [command, args] as const,
    );
  }

  /** Restarts the kernel, or ends it. */
  async kernel(action: "restart" | "shutdown"): Promise<void> {
    await this.page.evaluate(async (what) => {
      const context = (window as unknown as { jupyterapp: LabApp }).jupyterapp.shell.currentWidget?.sessionContext;
      if (what === "restart") await context?.session?.kernel?.restart();
      else await context?.shutdown();
    }, action);
  }

  /** Saves the notebook and waits until it is on disk. */
  async save(): Promise<void> {
    // The command ends when it is written, also where nothing has changed since it was written last.
    await this.page.evaluate(async () => {
      await (window as unknown as { jupyterapp: LabApp }).jupyterapp.commands.execute("docmanager:save");
    });
    await this.page.waitForFunction(
      () => !(window as unknown as { jupyterapp: LabApp }).jupyterapp.shell.currentWidget?.context?.model.dirty,
    );
  }

  /** Runs all cells and waits until none is left; a cell that fails makes this fail. */
  async runAll(timeout = 170_000): Promise<void> {
    await this.command("notebook:run-all-cells");
    await this.page.waitForFunction(
      () => {
        const prompts = [...document.querySelectorAll(".jp-CodeCell .jp-InputArea-prompt")].map((p) => p.textContent);
        const failed = document.querySelector('.jp-OutputArea-output[data-mime-type="application/vnd.jupyter.stderr"]');
        const error = document.querySelector('.jp-OutputArea-output[data-mime-type="application/vnd.jupyter.error"]');
        if (error ?? failed) return true;
        return prompts.length > 0 && prompts.every((prompt) => /^\[\d+\]:?$/.test(prompt?.trim() ?? ""));
      },
      undefined,
      { timeout, polling: 200 },
    );
    const error = await this.page.evaluate(
      () =>
        document.querySelector(
          '.jp-OutputArea-output[data-mime-type="application/vnd.jupyter.error"], .jp-OutputArea-output[data-mime-type="application/vnd.jupyter.stderr"]',
        )?.textContent ?? null,
    );
    if (error !== null) throw new Error(`a cell failed:\n${error}`);
  }

  /** The text of the outputs of code cell `index`. */
  async output(index: number): Promise<string> {
    return this.page.locator(".jp-CodeCell").nth(index).locator(".jp-OutputArea").innerText();
  }
}
