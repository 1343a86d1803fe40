import { buildKernels } from "../../scripts/lib/kernels.mjs";

/** Tests of the TypeScript sources run with the kernels of today's AssemblyScript. */
export default buildKernels;
