/**
 * Calibrated cameras: one model of a camera and its lens, and converters between it and what others write calibration in.
 * Pure functions that work in pages, workers and Node; no converter ever turns or scales the scene.
 */
export type { CalibratedCameras, Size, Sizes } from './calibrated.js';
export { calibrationFromCamera, cameraFromCalibration } from './calibration.js';
export { depthOf, forward, project, rayOf, resized, viewed } from './camera-model.js';
export type { CameraModel, Fit, Projection } from './camera-model.js';
export { checked } from './checked.js';
export { camerasFromColmap, colmapFromCameras } from './colmap.js';
export type { ColmapTexts } from './colmap.js';
export { bends, distort, noDistortion, reachOf, undistort } from './lens.js';
export type { Distortion, Point2 } from './lens.js';
export { camerasFromNerf, nerfFromCameras } from './nerf.js';
export type { NerfOptions } from './nerf.js';
export type { Numbers } from './numbers.js';
export { cameraFromOpenCV, openCVFromCamera } from './opencv.js';
export type { ExactOpenCVCamera, OpenCVCamera } from './opencv.js';
export { openTrackIOFromCameras } from './opentrackio-export.js';
export type { OpenTrackIOExport } from './opentrackio-export.js';
export { camerasFromOpenTrackIO } from './opentrackio.js';
export type { OpenTrackIOOptions } from './opentrackio.js';
export { placed, zUpToYUp } from './placed.js';
export type { Placement } from './placed.js';
export { cameraFromProjection, projectionFromCamera } from './projection.js';
export type { ProjectionCamera, ProjectionMatrix } from './projection.js';
export { camerasFromQualisys, qualisysFromCameras } from './qualisys.js';
export { matrixOf, quaternionOf } from './quaternion.js';
export type { Quaternion } from './quaternion.js';
export { readCalibration } from './read-calibration.js';
export type { CalibrationFiles, CalibrationFormat, Calibrations, ReadOptions } from './read-calibration.js';
export { nearestRotation } from './rotation.js';
export * from './vector.js';
