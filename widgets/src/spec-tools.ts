import { claimKeys } from "./keys.js";

const cards = ".ms-card:has(.ms-tools)";

/**
 * Has the tools of all cards of specs work: the filter, the choice of what is changed, the copying as TypeScript. Cards are
 * HTML that a notebook keeps, so they are followed from the page; elsewhere their tools are not seen.
 */
export function serveSpecTools(page: Document): void {
  page.documentElement.classList.add("ms-live");
  page.addEventListener("input", ({ target }) => {
    if (target instanceof HTMLInputElement && target.matches(`${cards} .ms-filter`)) filter(cardOf(target));
  });
  page.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest(`${cards} .ms-tools button`) : null;
    if (!button) return;
    const card = cardOf(button);
    if (button.matches(".ms-copy")) void copy(card);
    else {
      for (const other of card.querySelectorAll(".ms-all, .ms-only-changed"))
        other.setAttribute("aria-pressed", String(other === button));
      filter(card);
    }
  });
  const keys = ({ key, target }: KeyboardEvent) => {
    const input = target instanceof Element ? cardOf(target).querySelector<HTMLInputElement>(".ms-filter") : null;
    return key === "/" && input ? () => input.focus() : undefined;
  };
  claimKeys(page.documentElement, keys, cards);
}

function cardOf(element: Element): Element {
  return element.closest(cards) ?? element;
}

/** Leaves the parameters of which every word of the filter is said, in their group's name too. */
function filter(card: Element): void {
  const words = (card.querySelector<HTMLInputElement>(".ms-filter")?.value ?? "")
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean);
  const isChangedOnly = card.querySelector(".ms-only-changed")?.getAttribute("aria-pressed") === "true";
  const isAll = words.length === 0 && !isChangedOnly;
  let [shown, all] = [0, 0];
  for (const group of card.querySelectorAll<HTMLDetailsElement>("details:not(.ms-code, details details)")) {
    const path = group.querySelector("summary b")?.textContent ?? "";
    for (const row of group.querySelectorAll("tr")) {
      const said = `${path} ${row.textContent}`.toLowerCase();
      const isMeant = words.every((word) => said.includes(word));
      row.hidden = !isMeant || (isChangedOnly && !row.classList.contains("ms-changed"));
      all += 1;
      if (!row.hidden) shown += 1;
    }
    for (const part of [group, ...group.querySelectorAll("details")]) {
      part.hidden = part.querySelector("tr:not([hidden])") === null;
      // What was folded is unfolded while something in it is looked for.
      part.dataset.open ??= String(part.open);
      part.open = isAll ? part.dataset.open === "true" : true;
      if (isAll) delete part.dataset.open;
    }
  }
  say(card, isAll ? "" : `${shown} of ${all} parameters`);
}

async function copy(card: Element): Promise<void> {
  const code = card.querySelector<HTMLDetailsElement>(".ms-code");
  try {
    await navigator.clipboard.writeText(code?.querySelector("pre")?.textContent ?? "");
    say(card, "copied");
  } catch {
    // A page that may not write to the clipboard shows what is to be copied.
    if (code) code.open = true;
    say(card, "the browser lets no page copy here: the code stands below");
  }
}

function say(card: Element, words: string): void {
  const said = card.querySelector(".ms-said");
  if (said) said.textContent = words;
}
