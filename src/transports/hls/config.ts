import Hls from 'hls.js';
import type { HlsConfig, LoaderConfig } from 'hls.js';

/** Seconds kept behind the playhead, so that a viewer can scrub back at once. */
const backBufferSeconds = 60;

/**
 * hls.js retries for half a minute; here the session has other sources to go to, so the engine's own retries are few and
 * quick, and the verdict comes within about a second of steady failure.
 */
function impatient(policy: LoaderConfig): LoaderConfig {
  return {
    ...policy,
    timeoutRetry: { maxNumRetry: 2, retryDelayMs: 0, maxRetryDelayMs: 0 },
    errorRetry: { maxNumRetry: 2, retryDelayMs: 150, maxRetryDelayMs: 600, backoff: 'exponential' },
  };
}

export function hlsConfig(loader: HlsConfig['loader'], lowLatency: boolean): Partial<HlsConfig> {
  const stock = Hls.DefaultConfig;
  return {
    loader,
    lowLatencyMode: lowLatency,
    // The session's pacer is the one owner of the playback rate, for every transport.
    maxLiveSyncPlaybackRate: 1,
    // After a stall the target returns: drifting away from live for good is what viewers complain of most.
    liveSyncOnStallIncrease: 0.2,
    liveDurationInfinity: true,
    backBufferLength: backBufferSeconds,
    autoStartLoad: false,
    enableWorker: false,
    capLevelToPlayerSize: false,
    manifestLoadPolicy: { default: impatient(stock.manifestLoadPolicy.default) },
    playlistLoadPolicy: { default: impatient(stock.playlistLoadPolicy.default) },
    fragLoadPolicy: { default: impatient(stock.fragLoadPolicy.default) },
  };
}
