import { expect } from '@open-wc/testing';
import { when } from '../../../../src/base/index.js';
import { createSpeakers } from '../../../../src/media/sound/index.js';
import type { Speaker } from '../../../../src/media/sound/index.js';
import { needs } from '../../../fixtures/needs.js';
import { workletUrl } from './listening.js';

describe('speakers', () => {
  const forever = new AbortController().signal;

  before(async function () {
    await needs(this, 'a device that plays sound');
  });

  it('makes one context for all, runs, and closes it with everything', async () => {
    const contexts: AudioContext[] = [];
    const createContext = () => {
      const context = new AudioContext();
      contexts.push(context);
      return context;
    };
    const speakers = createSpeakers({ workletUrl, createContext });
    expect(speakers.state.value).to.equal('off');
    expect(contexts.length).to.equal(0);
    const opened: Speaker[] = [];
    await speakers.open((speaker) => opened.push(speaker), forever);
    await speakers.open((speaker) => opened.push(speaker), forever);
    expect(contexts.length).to.equal(1);
    await when(speakers.state, (state) => state === 'running', forever);
    expect(opened.map(({ sampleRate }) => sampleRate)).to.deep.equal(
      [1, 2].map(() => contexts[0]!.sampleRate),
    );
    const closed = new Promise((resolve) => (contexts[0]!.onstatechange = resolve));
    speakers.close();
    await closed;
    expect(contexts[0]!.state).to.equal('closed');
    expect(speakers.state.value).to.equal('closed');
    expect(opened.some(({ broken }) => broken.value)).to.equal(false);
  });

  it('says that the browser wants a gesture, and runs when it is there', async () => {
    const gate = new EventTarget();
    let state: AudioContextState = 'suspended';
    const speakers = createSpeakers({
      workletUrl,
      createContext: () => {
        const context = new AudioContext();
        // The test browser lets everybody play: this one does as the policy says.
        Object.defineProperty(context, 'state', { get: () => state });
        context.resume = () => new Promise(() => {});
        gate.addEventListener('gesture', () => {
          state = 'running';
          context.dispatchEvent(new Event('statechange'));
        });
        return context;
      },
    });
    await speakers.open(() => {}, forever);
    await when(speakers.state, (now) => now === 'blocked', forever);
    gate.dispatchEvent(new Event('gesture'));
    expect(speakers.state.value).to.equal('running');
    speakers.close();
  });

  it('gives another speaker when the context is closed under it', async () => {
    const contexts: AudioContext[] = [];
    const speakers = createSpeakers({
      workletUrl,
      createContext: () => {
        const context = new AudioContext();
        contexts.push(context);
        return context;
      },
    });
    const opened: Speaker[] = [];
    const another = new Promise<void>((resolve) => {
      void speakers.open((speaker) => {
        if (opened.push(speaker) === 2) resolve();
        else void contexts[0]!.close();
      }, forever);
    });
    await another;
    expect(contexts.length).to.equal(2);
    expect(opened[0]!.broken.value).to.equal(true);
    expect(speakers.failure.value).to.equal(undefined);
    speakers.close();
  });

  it('tries a worklet that dies once more, and then says so', async () => {
    const dying = new URL('/test/unit/media/sound/dying-worklet.ts', location.href).href;
    const speakers = createSpeakers({ workletUrl: dying });
    let count = 0;
    await speakers.open(() => (count += 1), forever);
    await when(speakers.failure, (failure) => failure !== undefined, forever);
    expect(count).to.equal(2);
    expect(speakers.failure.value).to.include({ reason: 'media/speaker-failed' });
    expect(speakers.state.value).to.equal('failed');
    speakers.close();
  });

  it('says that the worklet is not there', async () => {
    const speakers = createSpeakers({ workletUrl: new URL('/nowhere.js', location.href).href });
    const refusal = await speakers.open(() => {}, forever).catch((error: unknown) => error);
    expect(refusal).to.include({ reason: 'media/speaker-failed' });
    speakers.close();
  });

  it('opens under a strict policy with Trusted Types', async () => {
    const frame = document.createElement('iframe');
    const policy =
      "default-src 'self'; require-trusted-types-for 'script'; trusted-types olympic-player lit-html";
    frame.srcdoc = `<meta http-equiv="Content-Security-Policy" content="${policy}"><script type="module" src="/test/unit/media/sound/strict-speaker.ts"></script>`;
    const told = new Promise<unknown>((resolve) => {
      const hear = ({ source, data }: MessageEvent<unknown>) => {
        if (source !== frame.contentWindow) return;
        removeEventListener('message', hear);
        resolve(data);
      };
      addEventListener('message', hear);
    });
    document.body.append(frame);
    expect(await told).to.deep.equal({ opened: true, violations: [] });
    frame.remove();
  });
});
