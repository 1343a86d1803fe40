type Numbers = ArrayLike<number> & ArrayBufferView;

/** Plain data is not nested deeper than this; what is, such as what contains itself, counts as different. */
const LEVELS = 8;

function isNumbers(value: object): value is Numbers {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}

function isPlain(value: object): boolean {
  return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
}

/** Whether two pieces of plain data (objects, lists and typed arrays) hold the same, bit for bit; other objects never do. */
export function sameData(a: unknown, b: unknown, levels = LEVELS): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || !a || !b || levels === 0) return false;
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  if (isNumbers(a) && isNumbers(b)) return sameNumbers(a, b);
  if (!isPlain(a)) return false;
  const [known, keys] = [Object.keys(a), Object.keys(b)];
  const same = (key: string) => Object.hasOwn(a, key) && sameData(Reflect.get(a, key), Reflect.get(b, key), levels - 1);
  return known.length === keys.length && keys.every(same);
}

function sameNumbers(a: Numbers, b: Numbers): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return false;
  return true;
}
