import { expect } from '@open-wc/testing';
import {
  agreedCodecs,
  candidateFragment,
  isOffer,
  withRtcpMuxOnly,
} from '../../../src/transports/whep/sdp.js';
import { iceServersFrom } from '../../../src/transports/whep/link.js';

const crlf = (text: string) => text.trim().replace(/\n */g, '\r\n') + '\r\n';

const answer = crlf(`v=0
  a=group:BUNDLE 0 1
  m=video 9 UDP/TLS/RTP/SAVPF 103 96
  a=setup:passive
  a=mid:0
  a=rtcp-mux
  a=rtpmap:96 VP8/90000
  a=rtpmap:103 H264/90000
  m=audio 9 UDP/TLS/RTP/SAVPF 111
  a=mid:1
  a=rtcp-mux
  a=rtpmap:111 opus/48000/2`);

describe('isOffer', () => {
  it('takes a=setup:actpass for an offer, whatever status it came with', () => {
    expect(isOffer(answer)).to.equal(false);
    expect(isOffer(answer.replace('passive', 'actpass'))).to.equal(true);
    expect(isOffer('')).to.equal(false);
  });
});

describe('withRtcpMuxOnly', () => {
  it('adds the line once to every section', () => {
    const posted = withRtcpMuxOnly(answer);
    expect(posted.match(/^a=rtcp-mux-only\r$/gm)).to.have.length(2);
    expect(posted.replace(/a=rtcp-mux-only\r\n/g, '')).to.equal(answer);
    expect(withRtcpMuxOnly(posted)).to.equal(posted);
  });

  it('writes CRLF also where the browser did not', () => {
    expect(withRtcpMuxOnly(answer.replace(/\r\n/g, '\n'))).to.equal(withRtcpMuxOnly(answer));
  });

  it('leaves a real offer of this browser readable', async () => {
    const connection = new RTCPeerConnection();
    connection.addTransceiver('video', { direction: 'recvonly' });
    const { sdp = '' } = await connection.createOffer();
    await connection.setLocalDescription({ type: 'offer', sdp });
    const reader = new RTCPeerConnection();
    await reader.setRemoteDescription({ type: 'offer', sdp: withRtcpMuxOnly(sdp) });
    expect(reader.signalingState).to.equal('have-remote-offer');
    connection.close();
    reader.close();
  });
});

describe('candidateFragment', () => {
  const offer = crlf(`v=0
    a=group:BUNDLE 0 1
    m=video 9 UDP/TLS/RTP/SAVPF 103
    a=ice-ufrag:abcd
    a=ice-pwd:0123456789
    a=mid:0
    m=audio 9 UDP/TLS/RTP/SAVPF 111
    a=ice-ufrag:abcd
    a=mid:1`);
  const candidate = 'candidate:1 1 udp 2122260223 192.0.2.1 50000 typ host';

  it('names the first section and lists the candidates (RFC 8840)', () => {
    expect(candidateFragment(offer, [candidate, `a=${candidate}`], true).split('\r\n')).to.deep.equal([
      'a=ice-ufrag:abcd',
      'a=ice-pwd:0123456789',
      'm=video 9 UDP/TLS/RTP/SAVPF 103',
      'a=mid:0',
      `a=${candidate}`,
      `a=${candidate}`,
      'a=end-of-candidates',
      '',
    ]);
  });

  it('leaves the end open while gathering goes on', () => {
    expect(candidateFragment(offer, [], false)).to.not.contain('end-of-candidates');
  });
});

describe('agreedCodecs', () => {
  it('names the first payload of every accepted section', () => {
    expect(agreedCodecs(answer)).to.equal('H264 + opus');
    expect(agreedCodecs(answer.replace('m=audio 9', 'm=audio 0'))).to.equal('H264');
    expect(agreedCodecs('')).to.equal('');
  });
});

describe('iceServersFrom', () => {
  it('reads the servers of RFC 9725 and ignores other relations', () => {
    const header = [
      '<stun:stun.example.net>; rel="ice-server"',
      '<turn:turn.example.net?transport=udp>; rel="ice-server"; username="a\\"b"; credential="p,;w"; credential-type="password"',
      '<https://a.example/sse>; rel="urn:ietf:params:whep:ext:core:server-sent-events"; events="active,inactive"',
      '<turns:turn.example.net>;rel=ice-server',
    ].join(', ');
    expect(iceServersFrom(header)).to.deep.equal([
      { urls: 'stun:stun.example.net' },
      { urls: 'turn:turn.example.net?transport=udp', username: 'a"b', credential: 'p,;w' },
      { urls: 'turns:turn.example.net' },
    ]);
  });

  it('takes nothing from a header that is absent, odd or hostile', () => {
    expect(iceServersFrom(null)).to.deep.equal([]);
    expect(iceServersFrom('nonsense')).to.deep.equal([]);
    expect(iceServersFrom('<javascript:alert(1)>; rel="ice-server"')).to.deep.equal([]);
    expect(iceServersFrom('<stun:a.example>')).to.deep.equal([]);
  });

  it('reads a long header in reasonable time', () => {
    const started = performance.now();
    iceServersFrom(`<stun:a>${'; x="\\"'.repeat(20_000)}`);
    expect(performance.now() - started).to.be.below(500);
  });

  it('gives what RTCPeerConnection takes', () => {
    const iceServers = iceServersFrom(
      '<turn:turn.example.net>; rel="ice-server"; username="u"; credential="c"',
    );
    const connection = new RTCPeerConnection({ iceServers });
    expect(connection.getConfiguration().iceServers?.[0]).to.include({ username: 'u', credential: 'c' });
    connection.close();
  });
});
