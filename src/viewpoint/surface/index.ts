/** Depth maps as few flat patches, on the GPU as triangles. */
export { QuadIndex, drawMesh, releaseMesh, upload } from './mesh.js';
export type { Mesh } from './mesh.js';
export { offset, patchesOf, subpixels } from './patches.js';
export type { DepthMap, PatchOptions, Patches } from './patches.js';
export { mapOf } from './supplied-depth.js';
export type { SuppliedDepth, SuppliedMap } from './supplied-depth.js';
