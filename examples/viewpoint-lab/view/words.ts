import type { Shown, Viewpoint } from '../../../src/viewpoint/index.js';
import { shortTurn } from './soft-limits.js';

/** Above -180, up to 180. */
export const plainAzimuth = (azimuth: number): number => shortTurn(0, azimuth);

const side = (azimuth: number): string => {
  const names = ['front', 'front left', 'left', 'back left', 'back', 'back right', 'right', 'front right'];
  return names[Math.round(((azimuth + 360) % 360) / 45) % 8] ?? '';
};

/** What a screen reader says once the picture has come to rest. */
export function settledWords(
  { azimuth, elevation }: Viewpoint,
  shown: Shown,
  at: string | undefined,
): string {
  const where = `View from the ${side(plainAzimuth(azimuth))}, azimuth ${Math.round(plainAzimuth(azimuth))}, elevation ${Math.round(elevation)} degrees`;
  const how =
    at !== undefined && shown.sources[0] === at
      ? `camera ${at}`
      : `${shown.synthesis} of ${shown.sources.join(', ')}, confidence ${Math.round(shown.confidence * 100)} percent`;
  return `${where}: ${how}.`;
}
