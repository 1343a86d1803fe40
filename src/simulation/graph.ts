import type { Lookup, SceneValueName, SceneValues, Warn } from "../steps/scene.js";

/** One value of a scene: what it reads, and how it is computed. */
interface Node<Name extends SceneValueName> {
  readonly inputs: string;
  readonly needs: readonly SceneValueName[];
  readonly compute: (value: Lookup, warn: Warn) => SceneValues[Name];
}

interface Entry {
  readonly id: number;
  result?: { readonly value: unknown; readonly warnings: readonly string[] };
}

/** How many versions of each value are kept: the current one, and a few to go back to. */
const VERSIONS = 3;

/** Remembers computed values across plans, keyed by everything they were computed from. */
export class ValueCache {
  readonly #entries = new Map<SceneValueName, Map<string, Entry>>();
  #nextId = 1;

  /** The entry of a value with this signature; the least recently used version goes when there are too many. */
  entry(name: SceneValueName, signature: string): Entry {
    const versions = this.#entries.get(name) ?? new Map<string, Entry>();
    this.#entries.set(name, versions);
    const entry = versions.get(signature) ?? { id: this.#nextId++ };
    versions.delete(signature);
    versions.set(signature, entry);
    if (versions.size > VERSIONS) versions.delete(versions.keys().next().value!);
    return entry;
  }
}

/**
 * The values of one scene as a graph: each is computed when first asked for, and only if the cache holds none that was
 * computed from the same inputs and the same versions of the values it needs.
 */
export class ValueGraph {
  readonly #nodes = new Map<SceneValueName, Node<SceneValueName>>();
  readonly #entries = new Map<SceneValueName, Entry>();
  /** Names of the values that had to be computed, in order. */
  readonly computed: SceneValueName[] = [];
  /** What each of them took (ms), without what it took to compute the values that it needs. */
  readonly durationsMs = new Map<SceneValueName, number>();

  constructor(readonly cache: ValueCache) {}

  provide<Name extends SceneValueName>(
    name: Name,
    inputs: unknown,
    needs: readonly SceneValueName[],
    compute: (value: Lookup, warn: Warn) => SceneValues[Name],
  ): void {
    this.#nodes.set(name, { inputs: signatureOf(inputs), needs, compute });
  }

  has(name: SceneValueName): boolean {
    return this.#nodes.has(name);
  }

  /** The value of a name; undefined when nothing provides it. */
  readonly value: Lookup = <Name extends SceneValueName>(name: Name) => {
    const node = this.#nodes.get(name);
    if (!node) return undefined;
    const entry = this.#entry(name, node);
    if (!entry.result) {
      const start = performance.now();
      let elsewhere = 0;
      const lookup: Lookup = (needed) => {
        if (!node.needs.includes(needed)) throw new Error(`${name} reads ${needed} without naming it in its needs`);
        const asked = performance.now();
        const found = this.value(needed);
        elsewhere += performance.now() - asked;
        return found;
      };
      const warnings: string[] = [];
      entry.result = { value: node.compute(lookup, (message) => warnings.push(message)), warnings };
      this.computed.push(name);
      this.durationsMs.set(name, performance.now() - start - elsewhere);
    }
    return entry.result.value as SceneValues[Name];
  };

  /** What the values of this scene warned of when they were computed. */
  get warnings(): string[] {
    return [...this.#entries.values()].flatMap((entry) => entry.result?.warnings ?? []);
  }

  #entry(name: SceneValueName, node: Node<SceneValueName>): Entry {
    const known = this.#entries.get(name);
    if (known) return known;
    const versions = node.needs.map((need) => {
      const needed = this.#nodes.get(need);
      return needed ? this.#entry(need, needed).id : 0;
    });
    const entry = this.cache.entry(name, `${versions.join(",")}|${node.inputs}`);
    this.#entries.set(name, entry);
    return entry;
  }
}

function signatureOf(inputs: unknown): string {
  return JSON.stringify(inputs, (_, value: unknown) => (typeof value === "bigint" ? `${value}n` : value));
}
