import { ErrorDetails } from 'hls.js';
import type { ErrorData } from 'hls.js';
import { OlympicPlayerError } from '../../base/index.js';
import {
  badInitData,
  certificateFailed,
  keyTrouble,
  licenseRejected,
  noKeySystem,
  noLicenseServer,
} from '../eme/index.js';

/** What hls.js's EME controller says, as one of ours. */
export function keySystemError({ details, error }: ErrorData, url: string): OlympicPlayerError {
  if (error instanceof OlympicPlayerError) return error;
  switch (details) {
    case ErrorDetails.KEY_SYSTEM_NO_ACCESS:
      return noKeySystem(url, [], error);
    case ErrorDetails.KEY_SYSTEM_SERVER_CERTIFICATE_REQUEST_FAILED:
    case ErrorDetails.KEY_SYSTEM_SERVER_CERTIFICATE_UPDATE_FAILED:
      return certificateFailed(url, 'the key system', error);
    case ErrorDetails.KEY_SYSTEM_SESSION_UPDATE_FAILED:
      return licenseRejected(url, error);
    case ErrorDetails.KEY_SYSTEM_NO_SESSION:
      return badInitData(url, error);
    case ErrorDetails.KEY_SYSTEM_STATUS_OUTPUT_RESTRICTED:
      return keyTrouble(url, 'output-restricted');
    case ErrorDetails.KEY_SYSTEM_NO_CONFIGURED_LICENSE:
    case ErrorDetails.KEY_SYSTEM_NO_KEYS:
      return /expired/.test(error.message)
        ? keyTrouble(url, 'expired')
        : noLicenseServer(url, 'its key systems are not described');
    default:
      return keyTrouble(url, details);
  }
}
