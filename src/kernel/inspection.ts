import type ts from "typescript";

/** What inspection shows, as plain text and as Markdown. */
export interface Inspection {
  readonly "text/plain": string;
  readonly "text/markdown": string;
}

const basicTags = new Set(["param", "returns", "deprecated", "throws"]);

/** The signature and documentation of a symbol; at detail level 1 with all tags of its comment, examples too. */
export function describe(info: ts.QuickInfo, detailLevel: number): Inspection {
  const signature = textOf(info.displayParts);
  const documentation = textOf(info.documentation);
  const tags = (info.tags ?? []).filter(({ name }) => detailLevel > 0 || basicTags.has(name));
  const plainTags = tags.map(({ name, text }) => `@${name} ${textOf(text)}`.trimEnd());
  const markdownTags = tags.map(({ name, text }) => `*@${name}* ${textOf(text)}`.trimEnd());
  return {
    "text/plain": paragraphs(signature, documentation, plainTags.join("\n")),
    "text/markdown": paragraphs(`\`\`\`ts\n${signature}\n\`\`\``, documentation, markdownTags.join("\n\n")),
  };
}

function textOf(parts: readonly ts.SymbolDisplayPart[] | undefined): string {
  return (parts ?? []).map(({ text }) => text).join("");
}

function paragraphs(...texts: readonly string[]): string {
  return texts.filter((text) => text !== "").join("\n\n");
}
