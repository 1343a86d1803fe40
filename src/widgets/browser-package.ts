/** The npm package of our widgets' page side, as models name it. */
export const browserPackage = { module: "miniscope-lab-widgets", version: "^0.1.0" } as const;
