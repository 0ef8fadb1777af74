// What the bench does inside the page: plain JavaScript, so that nothing of the runner's compiler is needed here.
const player = document.querySelector('olympic-video');

/** Loads over the given transports; ms from load() to playing. */
export async function load(transports) {
  player.transports = transports;
  const playing = new Promise((resolve) => {
    player.addEventListener('statechange', function listen({ detail }) {
      if (detail.state !== 'playing') return;
      player.removeEventListener('statechange', listen);
      resolve();
    });
  });
  const started = performance.now();
  player.load().catch(() => {});
  await playing;
  return performance.now() - started;
}

/** The median latency of the frames shown in this many milliseconds. */
export async function latencyOver(milliseconds) {
  const seen = [];
  const onUpdate = () => seen.push(player.latency);
  player.addEventListener('timeupdate', onUpdate);
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  player.removeEventListener('timeupdate', onUpdate);
  return seen.sort((a, b) => a - b)[seen.length >> 1];
}

/** Breaks something and waits for the move to another source; ms from the break to the new picture, and the seam. */
export async function breakAndWait(fault) {
  const moved = new Promise((resolve) =>
    player.addEventListener('failover', ({ detail }) => resolve(detail), { once: true }),
  );
  const started = performance.now();
  await fetch('/faults', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ angle: '*', value: 0, durationMs: 60_000, ...fault }),
  });
  const { gapMs, repeatedMs, heldMs } = await moved;
  const totalMs = performance.now() - started;
  await fetch('/faults', { method: 'DELETE' });
  return { totalMs, gapMs, repeatedMs, heldMs };
}

export const cut = (angle) => player.switchAngle(angle);
