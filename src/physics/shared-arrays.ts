/** Whether threads can look at the same memory here: in Node, and in pages that are isolated from other origins. */
export const canShare = typeof SharedArrayBuffer === "function";

/** Numbers that threads share where they can, so that a plan is not copied to each of them. */
export function sharedArray<Numbers extends ArrayBufferView>(
  type: { new (buffer: ArrayBufferLike): Numbers; readonly BYTES_PER_ELEMENT: number },
  length: number,
): Numbers {
  const bytes = length * type.BYTES_PER_ELEMENT;
  return new type(canShare ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes));
}
