/** One connection for everything of a server: angles, cuts and the next load share it. */
import { expect } from '@open-wc/testing';
import { silentLogger } from '../../../../src/base/index.js';
import { SessionPool } from '../../../../src/transports/moq/session/pool.js';
import { fakeEnvironment, settle } from '../../../fixtures/fake-environment.js';
import { Origin, avc, framesAGroup, hangCatalog } from './origin.js';
import { recordingViewer } from './viewer.js';

const epoch = () => Date.now() - 12_000;

describe('the sessions of a media worker', () => {
  let origin: Origin;
  let pool: SessionPool;
  const open: { close(): void }[] = [];

  beforeEach(() => {
    origin = new Origin(hangCatalog({ hd: avc }));
    pool = new SessionPool();
  });
  afterEach(() => {
    for (const each of open.splice(0)) each.close();
    origin.close();
  });

  const view = async (url?: string) => {
    const viewer = recordingViewer({
      dial: origin.dial,
      pool,
      ...(url === undefined ? {} : { start: { url } }),
    });
    open.push(viewer);
    await viewer.start();
    return viewer;
  };

  it('carry two viewers on one connection, and the second stays when the first goes', async () => {
    const first = await view();
    const second = await view();
    expect(origin.dialled).to.have.length(1);
    await origin.subscribed('hd');
    first.close();
    const since = epoch();
    origin.give('hd', 1, since);
    origin.give('hd', 2, since);
    await second.until(() => second.deck.samples.video.length >= framesAGroup);
    expect(second.failures).to.deep.equal([]);
  });

  it('let go of a viewer’s tracks while the connection waits for the next', async () => {
    const viewer = await view();
    await origin.subscribed('hd');
    viewer.close();
    await origin.unsubscribed('hd');
    await view();
    expect(origin.dialled).to.have.length(1);
  });

  it('are one for each address and token', async () => {
    await view('https://origin.test/?token=a#venue/finish');
    await view('https://origin.test/?token=b#venue/finish');
    expect(origin.dialled).to.deep.equal(['https://origin.test/?token=a', 'https://origin.test/?token=b']);
  });

  it('are not used again once they have ended', async () => {
    const viewer = await view();
    viewer.close();
    origin.cut();
    await settle();
    await view();
    expect(origin.dialled).to.have.length(2);
  });

  it('are not used again by who was let down on them', async () => {
    origin.refused.set('catalog.json', 'gone');
    origin.refused.set('catalog', 'gone');
    await view().then(
      () => expect.fail('there is no catalog'),
      () => {},
    );
    origin.refused.clear();
    await view();
    expect(origin.dialled).to.have.length(2);
  });

  it('end when nobody has come back for some seconds', async () => {
    const environment = fakeEnvironment();
    const options = {
      certificateHashes: [],
      last: undefined,
      environment,
      log: silentLogger,
      abort: new AbortController().signal,
    };
    const session = await pool.open(new URL('https://origin.test/'), origin.dial, options);
    session.close();
    await environment.advance(4000);
    const again = await pool.open(new URL('https://origin.test/'), origin.dial, options);
    expect(origin.dialled).to.have.length(1);
    // In use it does not end, however long that takes.
    await environment.advance(60_000);
    let ended = false;
    void again.ended.then(() => (ended = true));
    await settle();
    expect(ended).to.equal(false);
    again.close();
    await environment.advance(5100);
    await again.ended;
    expect(environment.pendingTimers).to.equal(0);
  });
});
