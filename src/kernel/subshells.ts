import { randomUUID } from "node:crypto";
import type { Message } from "./wire.js";

type Content = Record<string, unknown>;

/**
 * The subshells that clients made (Jupyter Enhancement Proposal 91). A subshell is a queue of its own: its requests wait
 * for each other and not for those of the main shell. All of them share one thread, so that they take turns where code
 * awaits.
 */
export class Subshells {
  private readonly ids = new Set<string>();

  /** The reply to a request on the control channel. */
  handle({ header, content }: Message): Content {
    const id = content.subshell_id;
    switch (header.msg_type) {
      case "create_subshell_request": {
        const created = randomUUID();
        this.ids.add(created);
        return { status: "ok", subshell_id: created };
      }
      case "delete_subshell_request":
        return typeof id === "string" && this.ids.delete(id) ? { status: "ok" } : noSubshell(id);
      default:
        return { status: "ok", subshell_id: [...this.ids] };
    }
  }

  /** The reply to a request for a subshell that does not exist. */
  missing({ header }: Message): Content | undefined {
    const id = header.subshell_id;
    return id === undefined || id === null || this.ids.has(id) ? undefined : noSubshell(id);
  }
}

function noSubshell(id: unknown): Content {
  const evalue = `There is no subshell ${JSON.stringify(id)}. Make one with create_subshell_request.`;
  return { status: "error", ename: "SubshellError", evalue, traceback: [evalue] };
}
