import { lightPalette } from "../../drawing/palette.js";
import { type Markup, markup } from "./markup.js";

const [inFocus, outOfFocus, lost] = lightPalette.states;

/**
 * Style of what is shown as HTML. It travels with it, as a notebook is also read where no extension is installed; where
 * JupyterLab is, its theme's colours and the widgets' tokens hold, and where styles are left out, plain tables remain.
 */
const style = `
.ms-card{container-type:inline-size;max-width:1176px;border:1px solid var(--jp-border-color2,#e0e0e0);font:13px/24px var(--jp-ui-font-family,system-ui,sans-serif);font-variant-numeric:tabular-nums;color:var(--jp-ui-font-color1,rgba(0,0,0,.87));background:var(--jp-layout-color1,#fff)}
.ms-card header{display:flex;flex-wrap:wrap;gap:0 12px;padding:4px 12px;border-bottom:1px solid var(--jp-border-color2,#e0e0e0)}
.ms-card .ms-hint,.ms-card small{color:var(--ms-ink2,var(--jp-ui-font-color2,rgba(0,0,0,.62)));font-size:11px}
.ms-card summary{padding:0 12px;border-bottom:1px solid var(--jp-border-color2,#e0e0e0);background:var(--ms-fill,var(--jp-layout-color2,#f5f5f5));cursor:pointer}
.ms-card summary:focus-visible{outline:2px solid var(--jp-brand-color1,#1976d2);outline-offset:-2px}
.ms-card details details summary{padding-left:26px;background:none}
.ms-card summary b{display:inline-block;min-width:min(46%,250px);padding-right:8px;font:600 12px/24px var(--jp-code-font-family,monospace)}
.ms-card code{padding:0!important;background:none!important;color:inherit!important;font:12px/24px var(--jp-code-font-family,monospace)}
.ms-card table{width:100%;margin:0;border:0;border-collapse:collapse;table-layout:fixed;font-size:13px}
.ms-card tr,.ms-card tr:nth-child(even),.ms-card tr:hover{background:none!important}
.ms-card th,.ms-card td{height:23px;padding:0 4px;border:0;border-bottom:1px solid var(--jp-border-color2,#e0e0e0);line-height:23px;text-align:left!important;white-space:nowrap;overflow:hidden;text-overflow:ellipsis;max-width:none}
.ms-card thead th{color:var(--ms-ink2,var(--jp-ui-font-color2,rgba(0,0,0,.62)));font-size:11px;font-weight:400}
.ms-card tbody th{font-weight:400}
.ms-card .ms-n{text-align:right!important}
.ms-card .ms-at-default{color:var(--ms-ink2,var(--jp-ui-font-color2,rgba(0,0,0,.62)))}
.ms-card .ms-changed .ms-n{font-weight:600;color:var(--jp-ui-font-color0,#000)}
.ms-card .ms-dot{color:var(--jp-brand-color1,#1976d2)}
.ms-card .ms-parts{display:grid;grid-template-columns:repeat(auto-fit,minmax(168px,1fr));gap:8px 20px;padding:8px 12px}
.ms-card .ms-parts table{width:auto}
.ms-card .ms-parts td,.ms-card .ms-parts th{border:0}
.ms-card .ms-parts img{display:block;width:144px;image-rendering:pixelated}
.ms-card .ms-motion{padding:4px 12px 8px;border-top:1px solid var(--jp-border-color2,#e0e0e0)}
.ms-card .ms-motion-plot{display:grid;grid-template:48px 18px/44px 1fr;gap:0 6px}
.ms-card .ms-motion-plot svg{grid-area:1/2;width:100%;height:48px;border-left:1px solid var(--jp-border-color1,#bdbdbd);border-bottom:1px solid var(--jp-border-color1,#bdbdbd);overflow:visible}
.ms-card .ms-motion svg>*{fill:none;stroke:currentColor;vector-effect:non-scaling-stroke}
.ms-card .ms-motion .ms-faint{stroke:var(--ms-measured,rgba(0,0,0,.45));border-color:var(--ms-measured,rgba(0,0,0,.45))}
.ms-card .ms-motion-y{display:flex;flex-direction:column;justify-content:space-between;line-height:12px;text-align:right}
.ms-card .ms-motion-t{grid-area:2/2;display:flex;justify-content:space-between;line-height:18px}
.ms-card .ms-motion-key{float:right}
.ms-card .ms-motion-key i{display:inline-block;width:18px;margin:0 4px 4px 12px;border-top:1px solid;vertical-align:middle}
.ms-card .ms-warning{margin:0;padding:4px 12px;border-bottom:1px solid var(--jp-border-color2,#e0e0e0);color:var(--jp-warn-color0,#a34700)}
.ms-card .ms-scroll{max-height:312px;overflow:auto}
.ms-card .ms-bar{display:block;height:8px;background:var(--ms-measured,rgba(0,0,0,.45))}
.ms-card .ms-s0{color:var(--ms-s0,${inFocus})}.ms-card .ms-s1{color:var(--ms-s1,${outOfFocus})}.ms-card .ms-s2{color:var(--ms-s2,${lost})}
.ms-card .ms-state{vertical-align:-2px;margin-right:6px}
.ms-card .ms-tools{display:none;flex:1 1 440px;flex-wrap:wrap;justify-content:flex-end;align-items:center;gap:4px 8px}
:root.ms-live .ms-card .ms-tools{display:flex}
.ms-card .ms-tools span{white-space:nowrap}
.ms-card .ms-tools button,.ms-card .ms-tools input{box-sizing:border-box;height:24px;margin:0;padding:0 7px;border:1px solid var(--jp-border-color1,#bdbdbd);border-radius:2px;background:var(--jp-layout-color0,#fff);color:inherit;font:inherit;line-height:20px}
.ms-card .ms-tools button{background:none;cursor:pointer}
.ms-card .ms-tools button+button{margin-left:-1px}
.ms-card .ms-tools input{width:144px}
.ms-card .ms-tools input::placeholder{color:var(--ms-ink2,rgba(0,0,0,.62));opacity:1}
.ms-card .ms-tools [aria-pressed=true]{border-color:var(--jp-brand-color1,#1976d2);background:var(--ms-select-ground,#e3f2fd)}
.ms-card .ms-tools :focus-visible{outline:2px solid var(--jp-brand-color1,#1976d2);outline-offset:1px}
.ms-card .ms-code pre{margin:0;padding:8px 12px;overflow:auto;max-height:312px;background:none;color:inherit;font:12px/16px var(--jp-code-font-family,monospace)}
@container (max-width:620px){.ms-card .ms-wide{display:none}.ms-card .ms-name{width:auto!important}.ms-card .ms-tools{justify-content:flex-start}}
`;

/** What a card is about: its name and a line in words, and sentences of warning. */
export interface CardHead {
  readonly name: string;
  readonly line: string;
  readonly warnings?: readonly string[];
  /** What works on the card where the page has the program for it. */
  readonly tools?: Markup;
}

/** A framed piece of HTML with a heading. */
export function card({ name, line, warnings = [], tools = markup`` }: CardHead, ...content: readonly Markup[]): string {
  const head = markup`<header><b>${name}</b><span class="ms-hint">${line}</span>${tools}</header>`;
  const sentences = warnings.map((warning) => markup`<p class="ms-warning"><b>Check:</b> ${warning}</p>`);
  return `<div class="ms-card"><style>${style}</style>${markup`${head}${sentences}${content}`.html}</div>`;
}

/** A fact of a card: what, how much, in which unit. */
export type Fact = readonly [label: string | Markup, value: string, unit?: string];

/** Facts under a title, their numbers and units in columns. */
export function facts(title: string, rows: readonly Fact[]): Markup {
  const lines = rows.map(
    ([label, value, unit = ""]) =>
      markup`<tr><th scope="row" class="ms-at-default">${label}</th><td class="ms-n">${value}</td><td class="ms-hint">${unit}</td></tr>`,
  );
  return markup`<div><b>${title}</b><table><tbody>${lines}</tbody></table></div>`;
}

const shapes = [
  markup`<circle cx="6" cy="6" r="5" fill="currentColor"/>`,
  markup`<circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" stroke-width="2"/>`,
  markup`<circle cx="6" cy="6" r="5" fill="none" stroke="currentColor" stroke-dasharray="2 2"/><path d="M4 4l4 4M8 4l-4 4" stroke="currentColor"/>`,
];

const stateNames = ["in focus", "out of focus", "lost"];

/** The state of a cell as sign and word. */
export function stateSign(state: number): Markup {
  if (!(state in shapes)) return markup`planted`;
  return markup`<svg class="ms-state ms-s${state}" width="12" height="12" aria-hidden="true">${shapes[state]}</svg>${stateNames[state]}`;
}
