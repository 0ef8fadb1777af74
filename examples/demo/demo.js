// The demo's own script: the event's title, the fault buttons and the story of what happened. The player needs none of it.
const player = document.querySelector('olympic-player');
const names = { whep: 'WebRTC', moq: 'MoQ', 'll-hls': 'LL-HLS', hls: 'HLS', dash: 'DASH' };
const everywhere = { angle: '*', transport: '*' };

/** The plugs, as POST /faults takes them. */
const plugs = [
  {
    name: 'Cut WebRTC',
    hint: 'its sessions die',
    order: { angle: '*', transport: 'whep', kind: 'cut' },
  },
  {
    name: 'Cut MoQ',
    hint: 'its sessions are closed',
    order: { angle: '*', transport: 'moq', kind: 'cut' },
  },
  {
    name: 'Cut LL-HLS',
    hint: 'requests are reset',
    order: { angle: '*', transport: 'll-hls', kind: 'cut' },
  },
  { name: 'Cut DASH', hint: 'requests are reset', order: { angle: '*', transport: 'dash', kind: 'cut' } },
  {
    name: 'Freeze the feed',
    hint: 'nothing new arrives',
    order: { ...everywhere, kind: 'stall' },
    seconds: 8,
  },
  { name: 'Throttle', hint: 'to 800 kbit/s', order: { ...everywhere, kind: 'throttle', value: 800 } },
  {
    name: 'Expire the token',
    hint: '401 for everyone',
    order: { ...everywhere, kind: 'unauthorized' },
    seconds: 8,
  },
  {
    name: 'Add delay',
    hint: '1.5 s to all answers',
    order: { ...everywhere, kind: 'delay', value: 1500 },
  },
  { name: 'Lose this camera', hint: 'all its sources', order: { transport: '*', kind: 'cut' }, seconds: 15 },
];
const defaultSeconds = 30;
const pollMs = 500;

const element = (name, text = '', ...children) => {
  const made = document.createElement(name);
  made.append(...(text === '' ? [] : [text]), ...children);
  return made;
};

// --- the title ---

const inEnglish = (label) =>
  typeof label === 'object' && label !== null ? (label.en ?? Object.values(label)[0]) : label;

async function showTitle() {
  const { event } = await (await fetch('/event.json')).json();
  const name = inEnglish(event?.name);
  if (!name) return;
  document.title = name;
  document.querySelector('#title').textContent = name;
  document.querySelector('#place').textContent = inEnglish(event.location) ?? '';
}

// --- the plugs ---

const reset = document.querySelector('#reset');
let polling = 0;

const sameFault = (order, fault) =>
  order.kind === fault.kind &&
  order.transport === fault.transport &&
  // Whichever camera was lost, it is the same button.
  (order.angle === fault.angle || order.angle === undefined) &&
  (order.angle !== undefined || fault.angle !== '*');

async function pull({ order, name, seconds = defaultSeconds }, active) {
  if (active) {
    await fetch(active.url, { method: 'DELETE' });
    tell(`Plugged back: ${name}`);
  } else {
    const body = { angle: player.angle, ...order, durationMs: seconds * 1000 };
    await fetch('/faults', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    tell(`Unplugged: ${name}`);
  }
  await showFaults();
}

for (const plug of plugs) {
  plug.hintElement = element('span', plug.hint);
  plug.button = element('button', '', element('b', plug.name), plug.hintElement);
  plug.button.type = 'button';
  plug.button.addEventListener('click', () => pull(plug, plug.active));
  document.querySelector('#faults').append(plug.button);
}

reset.addEventListener('click', async () => {
  await fetch('/faults', { method: 'DELETE' });
  tell('Everything is plugged in again');
  await showFaults();
});

/** Reads what is in force; again soon for as long as anything is. */
async function showFaults() {
  clearTimeout(polling);
  const faults = await (await fetch('/faults')).json();
  reset.disabled = faults.length === 0;
  for (const plug of plugs) {
    plug.active = faults.find((fault) => sameFault(plug.order, fault));
    const { active, button, hintElement, hint } = plug;
    button.setAttribute('aria-pressed', String(active !== undefined));
    const leftMs = active === undefined ? 0 : Math.max(0, active.endsAt - Date.now());
    hintElement.textContent = active === undefined ? hint : `back in ${Math.ceil(leftMs / 1000)} s`;
    button.style.setProperty('--left', String(active === undefined ? 0 : leftMs / active.durationMs));
  }
  if (faults.length > 0) polling = setTimeout(showFaults, pollMs);
}

// --- the story ---

const told = 8;
const story = document.querySelector('#story');
const labelOf = (id) => [...player.angles].find((angle) => angle.id === id)?.label ?? id;

function tell(what, detail = '', strong = false) {
  story.querySelector('.quiet')?.remove();
  const line = element(
    'li',
    '',
    element('time', new Date().toLocaleTimeString()),
    element(strong ? 'strong' : 'span', what),
  );
  if (detail !== '') line.append(element('small', detail));
  story.prepend(line);
  while (story.children.length > told) story.lastElementChild.remove();
}

player.addEventListener('failover', ({ detail: { from, to, reason, gapMs, repeatedMs, heldMs } }) =>
  tell(
    from.type === to.type ? `${names[to.type]} again` : `${names[from.type]} → ${names[to.type]}`,
    `gap ${gapMs} ms, repeated ${repeatedMs} ms, last frame held ${heldMs} ms (${reason})`,
    true,
  ),
);
player.addEventListener('anglechange', ({ detail: { to, durationMs, gapFrames, repeatedFrames } }) =>
  tell(
    `${labelOf(to)} on screen`,
    `after ${durationMs} ms, gap ${gapFrames} frames, repeated ${repeatedFrames}`,
  ),
);
player.addEventListener('statechange', ({ detail: { state } }) => {
  if (state === 'recovering') tell('The source broke; the last frame is held');
});
player.addEventListener('error', () => {
  if (player.error?.fatal) tell('Nothing is left to try', player.error.hint);
});

// On a phone the inspector waits until it is wanted.
const wide = matchMedia('(min-width: 1100px)');
const showInspector = () => (document.querySelector('.inspector').open = wide.matches);
wide.addEventListener('change', showInspector);
showInspector();
await Promise.all([showTitle(), showFaults()]);
