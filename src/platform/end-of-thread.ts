/** What tells a worker thread to end, in place of a request. */
export const END = "end of thread";
