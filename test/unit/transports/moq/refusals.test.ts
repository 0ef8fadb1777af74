/** What the worker's half refuses to play, and by which name; what it asks twice. */
import { expect } from '@open-wc/testing';
import { Origin, avc, hangCatalog } from './origin.js';
import { rejection } from './support.js';
import { recordingViewer } from './viewer.js';
import type { ViewerOptions } from './viewer.js';

let open: { close(): void }[] = [];
afterEach(() => {
  for (const each of open) each.close();
  open = [];
});

function origin(catalog: unknown, track?: string): Origin {
  const made = new Origin(catalog, track);
  open.push(made);
  return made;
}

function viewer(of: Origin, options: Partial<ViewerOptions> = {}) {
  const made = recordingViewer({ dial: of.dial, ...options });
  open.unshift(made);
  return made;
}

describe('a MoQ session', () => {
  for (const [what, catalog, reason] of [
    ['a catalog that is none', new Uint8Array([1, 2, 3]), 'moq/catalog-malformed'],
    ['fifty megabytes of catalog', new Uint8Array(50 * 1024 * 1024), 'moq/catalog-too-large'],
    ['codecs nobody has', hangCatalog({ hd: { ...avc, codec: 'xvid' } }), 'moq/no-playable-rendition'],
    ['no pictures at all', hangCatalog({}), 'moq/no-playable-rendition'],
    ['a catalog of the future', { version: 'draft-99', tracks: [] }, 'moq/catalog-version'],
    [
      'encrypted pictures',
      {
        version: 'draft-01',
        tracks: [
          {
            name: 'v',
            packaging: 'cmaf',
            role: 'video',
            codec: 'avc1.42c01e',
            contentProtectionRefIDs: ['1'],
          },
        ],
      },
      'moq/protected',
    ],
  ] as const)
    it(`refuses ${what} with ${reason}`, async () => {
      const isMsf = !(catalog instanceof Uint8Array) && 'version' in catalog;
      const edge = origin(catalog, isMsf ? 'catalog' : 'catalog.json');
      expect(await rejection(viewer(edge).start())).to.include({ reason });
    });

  it('says not-found where nobody publishes, unauthorized where the viewer may not', async () => {
    const empty = origin({}, 'unused');
    expect(await rejection(viewer(empty).start())).to.include({ reason: 'moq/not-found' });
    const closed = origin({});
    closed.version = 'moqt-18';
    for (const track of ['catalog', 'catalog.json']) closed.refused.set(track, 'unauthorized');
    expect(await rejection(viewer(closed).start())).to.include({ reason: 'moq/unauthorized' });
  });

  it('asks again with a fresh token before it gives up', async () => {
    const edge = origin(hangCatalog({ hd: avc }));
    edge.troubles.push('refuse');
    const asked: boolean[] = [];
    const prepare = (url: string, refresh: boolean) => {
      asked.push(refresh);
      return Promise.resolve(url.replace('/#', `/?token=${refresh ? 'new' : 'old'}#`));
    };
    await viewer(edge, { prepare }).start();
    expect(asked).to.deep.equal([false, true]);
    expect(edge.dialled).to.deep.equal(['https://origin.test/?token=old', 'https://origin.test/?token=new']);
  });

  it('leaves nothing behind when it is closed while it connects', async () => {
    const edge = origin(hangCatalog({ hd: avc }));
    edge.troubles.push('hang');
    const page = viewer(edge);
    const starting = page.start();
    starting.catch(() => {});
    page.close();
    let name = '';
    await starting.catch(
      (error: unknown) => (name = error instanceof DOMException ? error.name : String(error)),
    );
    expect(name).to.equal('AbortError');
  });
});
