import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { agree, DisagreementError } from '../../examples/edge/whep/sdp/agreement.js';
import { writeAnswer } from '../../examples/edge/whep/sdp/answer.js';
import { readIceFragment } from '../../examples/edge/whep/sdp/fragment.js';
import { SdpError } from '../../examples/edge/whep/sdp/lines.js';
import { readOffer } from '../../examples/edge/whep/sdp/offer.js';
import {
  audio,
  captureTimeLine,
  mode0,
  mode1,
  offer,
  pwd,
  transportLines,
  ufrag,
  video,
} from './whep-support/offers.js';
import { seeded } from './whep-support/random.js';

const stream = 'avc1.42c01e';
const profile = (level: string, mode = 1) =>
  `level-asymmetry-allowed=1;packetization-mode=${mode};profile-level-id=${level}`;

const local = {
  transport: { ufrag: 'edge', pwd: 'x'.repeat(22), fingerprint: 'sha-256 AA', setup: 'passive' as const },
  candidates: ['1 1 UDP 2114977791 127.0.0.1 50000 typ host'],
};
const sending = { videoSsrc: 11, audioSsrc: 22, audioChannels: 1, cname: 'cname' };

function answer(sdp: string): string[] {
  const read = readOffer(sdp);
  return writeAnswer(read, agree(read, stream), sending, local).split('\r\n');
}

const mLines = (lines: readonly string[]) => lines.filter((line) => line.startsWith('m='));

describe('Reading an offer', () => {
  it('finds transport, formats, feedback and extensions', () => {
    const read = readOffer(offer());
    assert.deepEqual(
      [read.transport.ufrag, read.transport.pwd, read.transport.setup],
      [ufrag, pwd, 'actpass'],
    );
    assert.deepEqual(read.bundle, ['0', '1']);
    const [first, second] = read.media;
    assert.equal(first!.formats[0]!.parameters.get('profile-level-id'), '42e01f');
    assert.deepEqual(first!.formats[0]!.feedback, ['nack', 'nack pli']);
    assert.equal(first!.extensions[0]!.id, 13);
    assert.equal(second!.formats[0]!.codec, 'OPUS');
  });

  it('takes the transport from the session where the section has none', () => {
    const text = offer([{ ...video }], { transport: [] }).replace(
      't=0 0\r\n',
      `t=0 0\r\n${transportLines.join('\r\n')}\r\n`,
    );
    assert.equal(readOffer(text).transport.ufrag, ufrag);
  });

  it('takes the transport of the section the bundle names first', () => {
    const other = transportLines.map((line) => line.replace(ufrag, 'other'));
    const text = offer([{ ...video, lines: other }, { ...audio }], {
      bundle: ['1', '0'],
      transport: [],
    }).replace('a=mid:1\r\n', `a=mid:1\r\n${transportLines.join('\r\n')}\r\n`);
    assert.equal(readOffer(text).transport.ufrag, ufrag);
  });

  it('keeps the candidates that can be tried and passes over names, TCP and nonsense', () => {
    const candidates = [
      '1 1 udp 2113937151 192.0.2.1 56032 typ host generation 0',
      '2 1 UDP 2113937151 2001:db8::1 56032 typ srflx raddr 0.0.0.0 rport 0',
      '3 1 udp 2113937151 0e5f2ac6.local 56032 typ host',
      '4 1 tcp 1518280447 192.0.2.1 9 typ host tcptype active',
      '5 1 udp 1 999.1.1.1 1 typ host',
      '6 1 udp 1 192.0.2.1 99999 typ host',
      '7 2 udp 1 192.0.2.1 5 typ host',
      'nonsense',
    ];
    const text = offer([{ ...video, lines: candidates.map((candidate) => `a=candidate:${candidate}`) }]);
    assert.deepEqual(readOffer(text).candidates, candidates.slice(0, 2));
  });

  const broken: Record<string, string> = {
    'an empty body': '',
    'something that is not SDP': '{"type":"offer"}',
    'a line that is not a line': offer().replace('s=-', 'hello'),
    'a malformed m= line': offer().replace('m=video 9', 'm=video nine'),
    'no m= line': 'v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n',
    'no ice-ufrag': offer().replaceAll(/a=ice-ufrag.*\r\n/g, ''),
    'an ice-pwd that is too short': offer().replaceAll(pwd, 'short'),
    'ICE credentials with characters ICE does not have': offer().replaceAll(ufrag, 'zj kk'),
    'no fingerprint': offer().replaceAll(/a=fingerprint.*\r\n/g, ''),
    'a fingerprint of the wrong length': offer().replaceAll(':DA:DA\r\n', ':DA\r\n'),
    'an unknown setup': offer().replaceAll('a=setup:actpass', 'a=setup:holdconn'),
    'a mid of two words': offer().replaceAll('a=mid:0', 'a=mid:0 1'),
    'a thousand m= lines': offer(Array.from({ length: 1000 }, () => video)),
  };
  for (const [what, text] of Object.entries(broken))
    it(`refuses ${what}, saying what is wrong`, () => {
      assert.throws(
        () => readOffer(text),
        (error: unknown) => error instanceof SdpError && error.message.length > 10,
      );
    });

  it('either reads or refuses whatever is scrambled, and never breaks in another way', () => {
    const random = seeded(8866);
    const whole = offer();
    for (let round = 0; round < 3000; round += 1) {
      const from = Math.floor(random() * whole.length);
      const text = `${whole.slice(0, from)}${String.fromCharCode(Math.floor(random() * 128))}${whole.slice(from + Math.floor(random() * 40))}`;
      try {
        const read = readOffer(text);
        writeAnswer(read, agree(read, stream), sending, local);
      } catch (error) {
        assert.ok(error instanceof SdpError || error instanceof DisagreementError, String(error));
      }
    }
  });
});

describe('Agreeing', () => {
  const chosen = (h264: readonly string[], codec = stream) => {
    const { video: agreed } = agree(readOffer(offer([{ ...video, h264 }])), codec);
    return agreed?.format.parameters.get('profile-level-id');
  };

  it('prefers the profile of the stream, in packetization mode 1', () => {
    assert.equal(chosen([profile('64001f'), profile('42001f'), mode0, mode1, profile('4d001f')]), '42e01f');
    assert.equal(chosen([profile('42001f', 0), profile('42001f')]), '42001f');
    assert.equal(chosen([profile('f4001f')]), 'f4001f');
  });

  it('takes only profiles that can decode the stream', () => {
    assert.equal(chosen([profile('42e01f'), profile('64001f')], 'avc1.64001f'), '64001f');
    assert.equal(chosen([profile('42e01f'), profile('640c1f')], 'avc1.4d401f'), '640c1f');
    assert.throws(() => chosen([profile('42e01f')], 'avc1.64001f'), DisagreementError);
  });

  it('refuses offers whose video it cannot send, rather than sending sound alone', () => {
    assert.throws(
      () => agree(readOffer(offer([{ ...video, h264: [], others: ['VP8/90000'] }, audio])), stream),
      DisagreementError,
    );
    assert.throws(() => agree(readOffer(offer([{ ...video, h264: [mode0] }])), stream), DisagreementError);
  });

  it('refuses offers that receive nothing, or do not multiplex RTCP', () => {
    for (const direction of ['sendonly', 'inactive'])
      assert.throws(() => agree(readOffer(offer([{ ...video, direction }])), stream), DisagreementError);
    assert.throws(
      () => agree(readOffer(offer().replaceAll('a=rtcp-mux\r\n', '')), stream),
      DisagreementError,
    );
  });

  it('refuses audio and video on transports of their own', () => {
    assert.throws(() => agree(readOffer(offer([video, audio], { bundle: [] })), stream), DisagreementError);
    assert.throws(
      () => agree(readOffer(offer([video, audio], { bundle: ['0'] })), stream),
      DisagreementError,
    );
  });
});

describe('The answer', () => {
  it('sends in every accepted section, in one bundle, multiplexed, from one MediaStream', () => {
    const lines = answer(offer());
    assert.deepEqual(mLines(lines), ['m=video 9 UDP/TLS/RTP/SAVPF 100', 'm=audio 9 UDP/TLS/RTP/SAVPF 96']);
    const count = (line: string) => lines.filter((one) => one === line).length;
    for (const line of [
      'a=sendonly',
      'a=rtcp-mux',
      'a=rtcp-mux-only',
      'a=setup:passive',
      'a=end-of-candidates',
    ])
      assert.equal(count(line), 2, line);
    assert.equal(count('a=group:BUNDLE 0 1'), 1);
    assert.equal(
      new Set(lines.filter((line) => line.startsWith('a=msid:')).map((line) => line.split(' ')[0])).size,
      1,
    );
    assert.equal(count(captureTimeLine), 1);
    assert.equal(count('a=rtcp-fb:100 nack pli'), 1);
    assert.ok(lines.includes(`a=fmtp:100 ${mode1}`));
    assert.ok(lines.includes('a=fmtp:96 sprop-stereo=0'));
  });

  it('keeps the order, mids and payload types of the offer', () => {
    const lines = answer(
      offer([
        { ...audio, mid: 'sound' },
        { ...video, mid: 'picture', h264: [mode0, mode1] },
      ]),
    );
    assert.deepEqual(mLines(lines), ['m=audio 9 UDP/TLS/RTP/SAVPF 96', 'm=video 9 UDP/TLS/RTP/SAVPF 101']);
    assert.deepEqual(
      lines.filter((line) => line.startsWith('a=mid:')),
      ['a=mid:sound', 'a=mid:picture'],
    );
    assert.ok(lines.includes('a=group:BUNDLE sound picture'));
  });

  it('refuses data channels and second cameras by port 0, outside the bundle', () => {
    const lines = answer(offer([{ kind: 'application', mid: 'd' }, video, { ...video, mid: '2' }, audio]));
    assert.deepEqual(mLines(lines), [
      'm=application 0 UDP/DTLS/SCTP webrtc-datachannel',
      'm=video 9 UDP/TLS/RTP/SAVPF 100',
      'm=video 0 UDP/TLS/RTP/SAVPF 100',
      'm=audio 9 UDP/TLS/RTP/SAVPF 96',
    ]);
    assert.ok(lines.includes('a=group:BUNDLE 0 1'));
  });

  it('answers video alone, audio alone, and one section without mid or bundle', () => {
    assert.equal(mLines(answer(offer([video]))).length, 1);
    assert.equal(mLines(answer(offer([audio]))).length, 1);
    const { mid, ...bare } = video;
    const lines = answer(offer([bare], { bundle: [] }));
    assert.equal(mid, '0');
    assert.ok(!lines.some((line) => line.startsWith('a=mid:') || line.startsWith('a=group:')));
  });

  it('leaves abs-capture-time out where it was not offered, or only in the two-byte form', () => {
    for (const line of [[], [captureTimeLine.replace('13', '15')]])
      assert.ok(!answer(offer([{ ...video, lines: line }])).some((one) => one.startsWith('a=extmap:')));
  });
});

describe('Reading a trickled fragment', () => {
  const candidate = '1 1 udp 2122260223 192.0.2.1 61764 typ host';
  const head = ['a=group:BUNDLE 0 1', 'm=audio 9 UDP/TLS/RTP/SAVPF 111', 'a=mid:0'];
  const credentials = [`a=ice-ufrag:${ufrag}`, `a=ice-pwd:${pwd}`];
  const text = (...lines: string[]) => `${lines.join('\r\n')}\r\n`;

  it('finds credentials and candidates at session or media level', () => {
    const expected = { credentials: { ufrag, pwd }, candidates: [candidate] };
    const line = `a=candidate:${candidate}`;
    assert.deepEqual(readIceFragment(text(...head, ...credentials, line, 'a=end-of-candidates')), expected);
    assert.deepEqual(readIceFragment(text(...credentials, ...head, line)), expected);
  });

  it('understands one that only says that there are no more', () => {
    assert.deepEqual(readIceFragment(text(...head, 'a=end-of-candidates')), {
      credentials: undefined,
      candidates: [],
    });
  });

  it('refuses what is not a fragment', () => {
    for (const body of [
      '',
      'hello',
      text(...head),
      text('a=ice-ufrag:zjkk'),
      text('a=ice-ufrag:!', `a=ice-pwd:${pwd}`),
    ])
      assert.throws(() => readIceFragment(body), SdpError, body);
  });
});
