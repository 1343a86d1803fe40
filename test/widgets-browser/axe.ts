import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type axe from "axe-core";
import type { Page } from "playwright-core";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const grave = ["serious", "critical"] as const;

/** What axe-core finds in a part of a page, serious or worse unless told otherwise: the rule, and the elements that break it. */
export async function faultsOf(
  page: Page,
  selector: string,
  impacts: readonly axe.ImpactValue[] = grave,
): Promise<string[]> {
  await page.evaluate(source);
  const { violations } = await page.evaluate(
    (part) => (window as unknown as { axe: typeof axe }).axe.run(part, { resultTypes: ["violations"] }),
    selector,
  );
  return violations
    .filter(({ impact }) => impacts.includes(impact ?? null))
    .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(" ")}`);
}
