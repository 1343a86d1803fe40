/**
 * Has the engine inline accesses to an object's properties again, after some were defined anew or deleted: V8 does so
 * for prototypes, once something was looked up through them.
 */
export function keepFast(object: object): void {
  const heir: { readonly missing?: unknown } = Object.create(object);
  for (let i = 0; i < lookups; i++) void heir.missing;
}

const lookups = 8;
