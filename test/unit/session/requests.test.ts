import { expect } from '@open-wc/testing';
import { RequestSeam } from '../../../src/session/requests.js';
import type { GetToken, PrepareRequest } from '../../../src/session/types.js';
import { rejection } from '../../fixtures/rejection.js';

type Why = Parameters<GetToken>[0];
const request = { url: 'https://a.example/x?y=1' };

interface Setup {
  getToken?: GetToken;
  prepareRequest?: PrepareRequest;
  placement?: 'header' | 'query';
}

const seamWith = ({ getToken, prepareRequest, placement }: Setup, signal = new AbortController().signal) =>
  new RequestSeam(
    () => ({
      getToken,
      prepareRequest,
      auth: placement === undefined ? undefined : { placement, parameter: 'hdnea' },
    }),
    signal,
  );

/** A token giver that counts: t1, t2, ... */
function counting() {
  const asked: Why[] = [];
  const getToken: GetToken = (why) => {
    asked.push(why);
    return Promise.resolve(`t${asked.length}`);
  };
  return { asked, getToken };
}

describe('RequestSeam', () => {
  it('leaves a request alone where the page has no hooks', async () => {
    const prepared = await seamWith({}).prepare(
      'main',
      'whep',
      { ...request, headers: { a: 'b' } },
      'signalling',
      false,
    );
    expect(prepared).to.deep.equal({ ...request, method: 'GET', headers: { a: 'b' } });
  });

  it('puts the token into the Authorization header', async () => {
    const { getToken } = counting();
    const prepared = await seamWith({ getToken }).for('main', 'whep')(
      { ...request, method: 'POST' },
      'signalling',
    );
    expect(prepared).to.deep.equal({ ...request, method: 'POST', headers: { authorization: 'Bearer t1' } });
  });

  it('puts it into the query where the descriptor wants it there, beside what stands there', async () => {
    const getToken: GetToken = () => Promise.resolve('a b&c');
    const prepared = await seamWith({ getToken, placement: 'query' }).for('main', 'hlsjs')(
      request,
      'segment',
    );
    expect([...new URL(prepared.url).searchParams]).to.deep.equal([
      ['y', '1'],
      ['hdnea', 'a b&c'],
    ]);
    expect(prepared.headers).to.deep.equal({});
  });

  it('asks for nothing where the page says that no token is needed', async () => {
    const prepared = await seamWith({ getToken: () => Promise.resolve(null) }).for('main', 'whep')(
      request,
      'key',
    );
    expect(prepared.headers).to.deep.equal({});
  });

  it('asks once for an angle and transport, however many requests there are', async () => {
    const { asked, getToken } = counting();
    const seam = seamWith({ getToken });
    const prepare = seam.for('main', 'hlsjs');
    const all = await Promise.all([1, 2, 3].map(() => prepare(request, 'segment')));
    await prepare(request, 'manifest');
    expect(all.map(({ headers }) => headers['authorization'])).to.deep.equal(Array(3).fill('Bearer t1'));
    expect(asked).to.have.length(1);
    expect(asked[0]).to.include({ angle: 'main', transport: 'hlsjs', purpose: 'segment', reason: 'connect' });
    await seam.for('pole', 'hlsjs')(request, 'segment');
    await seam.for('main', 'whep')(request, 'segment');
    expect(asked).to.have.length(3);
  });

  it('asks again once when a server refused, and the others share the answer', async () => {
    const { asked, getToken } = counting();
    const prepare = seamWith({ getToken }).for('main', 'hlsjs');
    await prepare(request, 'segment');
    const refreshed = await Promise.all([1, 2, 3].map(() => prepare(request, 'segment', { refresh: true })));
    expect(refreshed.map(({ headers }) => headers['authorization'])).to.deep.equal(
      Array(3).fill('Bearer t2'),
    );
    expect(asked.map(({ reason }) => reason)).to.deep.equal(['connect', 'refused']);
    expect((await prepare(request, 'segment')).headers['authorization']).to.equal('Bearer t2');
  });

  it('does not remember a failed answer', async () => {
    let calls = 0;
    const getToken: GetToken = () => {
      calls += 1;
      return calls === 1 ? Promise.reject(new Error('offline')) : Promise.resolve('t');
    };
    const prepare = seamWith({ getToken }).for('main', 'whep');
    expect((await rejection(prepare(request, 'signalling'))).message).to.equal('offline');
    expect((await prepare(request, 'signalling')).headers['authorization']).to.equal('Bearer t');
  });

  it('takes a plain string from a page that does not use promises, and a throw as a rejection', async () => {
    const plain = (() => 'plain') as unknown as GetToken;
    const prepared = await seamWith({ getToken: plain }).for('main', 'whep')(request, 'signalling');
    expect(prepared.headers['authorization']).to.equal('Bearer plain');
    const throwing: GetToken = () => {
      throw new Error('no session');
    };
    const failed = rejection(seamWith({ getToken: throwing }).for('main', 'whep')(request, 'signalling'));
    expect((await failed).message).to.equal('no session');
  });

  it('hands the page the load’s signal', async () => {
    const { asked, getToken } = counting();
    const abort = new AbortController();
    await seamWith({ getToken }, abort.signal).for('main', 'whep')(request, 'signalling');
    expect(asked[0]?.signal).to.equal(abort.signal);
  });

  it('gives the page the last word, token and reason at hand', async () => {
    const { getToken } = counting();
    const seen: unknown[] = [];
    const prepareRequest: PrepareRequest = (prepared, why) => {
      seen.push({ ...prepared.headers }, why);
      return { ...prepared, url: `${prepared.url}&watermark=7`, headers: { 'x-own': '1' } };
    };
    const prepared = await seamWith({ getToken, prepareRequest }).for('main', 'vhs')(request, 'segment');
    expect(seen).to.deep.equal([
      { authorization: 'Bearer t1' },
      { angle: 'main', transport: 'vhs', purpose: 'segment' },
    ]);
    expect(prepared).to.deep.equal({
      url: `${request.url}&watermark=7`,
      method: 'GET',
      headers: { 'x-own': '1' },
    });
  });

  it('waits for a page that needs time', async () => {
    const prepareRequest: PrepareRequest = async (prepared) => {
      await Promise.resolve();
      return { ...prepared, method: 'POST' };
    };
    const prepared = await seamWith({ prepareRequest }).for('main', 'vhs')(request, 'segment');
    expect(prepared.method).to.equal('POST');
  });

  it('does not change the request it was given', async () => {
    const { getToken } = counting();
    const given = { url: request.url, headers: { a: 'b' } };
    await seamWith({ getToken, placement: 'query' }).for('main', 'vhs')(given, 'segment');
    expect(given).to.deep.equal({ url: request.url, headers: { a: 'b' } });
  });
});
