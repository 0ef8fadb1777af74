import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { RateLimit } from '../../examples/edge/moq/rate-limit.js';
import { ShapedTransport } from '../../examples/edge/moq/shaped-transport.js';
import { parseTarget } from '../../examples/edge/moq/target.js';
import { selfSigned } from '../../examples/edge/moq/tls/certificate.js';
import { CertificateRotation } from '../../examples/edge/moq/tls/rotation.js';
import { choose } from '../../examples/edge/moq/versions.js';
import { ByteReader, UnexpectedEnd } from '../../examples/edge/moq/webtransport/byte-reader.js';
import { toApplicationCode, toHttpCode } from '../../examples/edge/moq/webtransport/codes.js';
import { closeFrame, readCapsules } from '../../examples/edge/moq/webtransport/frames.js';
import { decodeHuffman, HuffmanError } from '../../examples/edge/moq/webtransport/huffman.js';
import { decodeFields, encodeFields, QpackError } from '../../examples/edge/moq/webtransport/qpack.js';
import { quoted, readStrings } from '../../examples/edge/moq/webtransport/structured.js';
import { readVarint, varint } from '../../examples/edge/moq/webtransport/varint.js';
import { TestTimetable } from './moq-support/timetable.js';

const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');
const dayMs = 86_400_000;
const now = Date.UTC(2026, 10, 22, 12, 30, 15, 678);

/** The bytes in chunks of `size`, as a network would bring them. */
function source(bytes: Uint8Array, size = 1): ReadableStream<Uint8Array> {
  const chunks = Array.from({ length: Math.ceil(bytes.byteLength / size) }, (_, i) =>
    bytes.subarray(i * size, (i + 1) * size),
  );
  return new ReadableStream({
    pull: (controller) => {
      const next = chunks.shift();
      if (next) controller.enqueue(next);
      else controller.close();
    },
  });
}

describe('the certificate', () => {
  const made = selfSigned(['localhost', '127.0.0.1', '::1', 'fe80::1:2'], now);
  const certificate = new X509Certificate(made.certificate);

  it('is read by Node, signed by its own key, for the names asked for', () => {
    assert.equal(certificate.verify(certificate.publicKey), true);
    assert.equal(certificate.publicKey.asymmetricKeyDetails?.namedCurve, 'prime256v1');
    assert.ok(certificate.checkHost('localhost'));
    for (const address of ['127.0.0.1', '::1', 'fe80::1:2'])
      assert.ok(certificate.checkIP(address), `${address}: ${certificate.subjectAltName}`);
    assert.equal(certificate.checkIP('127.0.0.2'), undefined);
  });

  it('is valid now, and for less than the two weeks that WebTransport allows', () => {
    const from = Date.parse(certificate.validFrom);
    const to = Date.parse(certificate.validTo);
    assert.deepEqual([made.notBefore, made.notAfter], [from, to]);
    assert.ok(from < now - 1000 && now + 11 * dayMs < to);
    assert.ok(to - from <= 13 * dayMs);
  });

  it('is told by its SHA-256', () => {
    assert.equal(made.hash, certificate.fingerprint256.replaceAll(':', '').toLowerCase());
  });

  it('has a serial number of its own, and goes past 2050', () => {
    const other = selfSigned(['localhost'], Date.UTC(2051, 0, 1));
    assert.notEqual(new X509Certificate(other.certificate).serialNumber, certificate.serialNumber);
    assert.equal(Date.parse(new X509Certificate(other.certificate).validTo), other.notAfter);
  });

  it('is told before it is used, and used before the last one ends', () => {
    const timetable = new TestTimetable(now);
    const used: string[] = [];
    const rotation = new CertificateRotation(timetable, ['localhost'], ({ hash }) => used.push(hash));
    const first = rotation.current;
    for (let day = 0; day < 60; day += 1 / 24) {
      const told = rotation.hashes;
      timetable.pass(dayMs / 24);
      assert.ok(told.includes(rotation.current.hash), 'a viewer of an hour ago knows it');
      assert.ok(timetable.now() < rotation.current.notAfter - dayMs / 2);
    }
    assert.ok(used.length >= 4 && !used.includes(first.hash));
    rotation.close();
    assert.equal(timetable.waiting, 0);
  });
});

describe('QUIC integers', () => {
  it('are those of RFC 9000, A.1', () => {
    const examples: [string, number][] = [
      ['9d7f3e7d', 494_878_333],
      ['7bbd', 15_293],
      ['25', 37],
    ];
    for (const [bytes, value] of examples) {
      assert.equal(readVarint(hex(bytes)), value);
      assert.deepEqual(Uint8Array.from(varint(value)), hex(bytes));
    }
  });

  it('come back', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (value) => {
        assert.equal(readVarint(varint(value)), value);
      }),
    );
    for (const wrong of [-1, 0.5, 2 ** 53, NaN]) assert.throws(() => varint(wrong), RangeError);
  });

  it('are read off a stream however it is cut', async () => {
    const bytes = Buffer.concat([varint(5), varint(70_000), Buffer.from('object'), varint(2 ** 40)]);
    for (const size of [1, 2, 3, 100]) {
      const reader = new ByteReader(source(bytes, size));
      assert.deepEqual([await reader.varint(), await reader.varint()], [5, 70_000]);
      await reader.skip(2);
      assert.equal(text(await reader.bytes(4)), 'ject');
      assert.deepEqual([await reader.varint(), await reader.varint()], [2 ** 40, undefined]);
    }
    await assert.rejects(new ByteReader(source(hex('9d7f'))).varint(), UnexpectedEnd);
    await assert.rejects(new ByteReader(source(hex('00'))).skip(2), UnexpectedEnd);
  });
});

describe('header fields', () => {
  it('are Huffman-coded as in RFC 7541, C.4 and C.6', () => {
    const examples: [string, string][] = [
      ['f1e3 c2e5 f23a 6ba0 ab90 f4ff', 'www.example.com'],
      ['a8eb 1064 9cbf', 'no-cache'],
      ['25a8 49e9 5ba9 7d7f', 'custom-key'],
      ['25a8 49e9 5bb8 e8b4 bf', 'custom-value'],
      ['6402', '302'],
      ['d07a be94 1054 d444 a820 0595 040b 8166 e082 a62d 1bff', 'Mon, 21 Oct 2013 20:13:21 GMT'],
      ['9d29 ad17 1863 c78f 0b97 c8e9 ae82 ae43 d3', 'https://www.example.com'],
      [
        '94e7 821d d7f2 e6c7 b335 dfdf cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5 291f 9587 3160 65c0 03ed 4ee5 b106 3d50 07',
        'foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1',
      ],
    ];
    for (const [coded, plain] of examples) assert.equal(text(decodeHuffman(hex(coded))), plain);
  });

  it('are refused when their code or padding is none', () => {
    for (const broken of ['ff', 'ffffffff', '00', '64', 'f1e3 c2e5 f23a 6ba0 ab90 f400'])
      assert.throws(() => decodeHuffman(hex(broken)), HuffmanError, broken);
  });

  it('are read as in RFC 9204, B.1', () => {
    assert.deepEqual(decodeFields(hex('0000 510b 2f69 6e64 6578 2e68 746d 6c')), [[':path', '/index.html']]);
  });

  it('come back', () => {
    const latin = fc.string({ unit: fc.integer({ min: 32, max: 126 }).map((c) => String.fromCharCode(c)) });
    fc.assert(
      fc.property(fc.array(fc.tuple(latin, latin)), (fields) => {
        assert.deepEqual(decodeFields(encodeFields(fields)), fields);
      }),
    );
    const known = [
      [':status', '200'],
      [':status', '401'],
      ['wt-protocol', '"moqt-18"'],
      [':path', '/'],
    ] as const;
    assert.deepEqual(decodeFields(encodeFields(known)), known);
  });

  it('end in a typed error when they are hostile', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          decodeFields(bytes);
        } catch (error) {
          assert.ok(error instanceof QpackError || error instanceof HuffmanError, String(error));
        }
      }),
      { numRuns: 2000 },
    );
    for (const dynamic of ['0200 d1', '0000 80', '0000 4001 61', '0000 10', '0000 ffff ffff ffff ff7f'])
      assert.throws(() => decodeFields(hex(dynamic)), QpackError, dynamic);
  });

  it('carry lists of strings', () => {
    assert.deepEqual(readStrings('"moq-lite-05", "moqt-18";q=1, token, "a\\"b"'), [
      'moq-lite-05',
      'moqt-18',
      'a"b',
    ]);
    assert.deepEqual(readStrings(quoted('a"\\b')), ['a"\\b']);
    assert.deepEqual(readStrings(''), []);
  });
});

describe('a session', () => {
  it('ends with the code and reason of its capsule, whatever else the stream carries', async () => {
    const goodbye = closeFrame({ closeCode: 0x0a0b_0c0d, reason: 'Schluß' });
    const grease = Buffer.concat([varint(0x21), varint(3), hex('000000')]);
    const greaseCapsule = Buffer.concat([hex('ffffffffffffffff'), varint(2), hex('0000')]);
    const data = Buffer.concat([varint(0), varint(greaseCapsule.byteLength), greaseCapsule]);
    for (const size of [1, 5, 1000]) {
      const reader = new ByteReader(source(Buffer.concat([grease, data, goodbye]), size));
      assert.deepEqual(await readCapsules(reader), { closeCode: 0x0a0b_0c0d, reason: 'Schluß' });
    }
  });

  it('ends without a word when the stream does', async () => {
    assert.deepEqual(await readCapsules(new ByteReader(source(hex('')))), { closeCode: 0, reason: '' });
  });

  it('has codes among those of HTTP/3, without the reserved ones', () => {
    assert.equal(toHttpCode(0), 0x52e4_a40f_a8db);
    assert.equal(toHttpCode(0x1d), 0x52e4_a40f_a8f8);
    assert.equal(toHttpCode(0x1e), 0x52e4_a40f_a8fa);
    assert.equal(toHttpCode(0xffff_ffff), 0x52e5_ac98_3162);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffff_ffff }), (code) => {
        assert.equal(toApplicationCode(toHttpCode(code)), code);
      }),
    );
    for (const other of [0, 0x0100, 0x52e4_a40f_a8da, 0x52e4_a40f_a8f9, 0x52e5_ac98_3163])
      assert.equal(toApplicationCode(other), undefined, other.toString(16));
  });

  it('is asked for by path and query', () => {
    assert.equal(parseTarget('/other'), undefined);
    assert.equal(parseTarget('/moq/a/b'), undefined);
    assert.equal(parseTarget('//'), undefined);
    assert.equal(parseTarget('/moq')?.angle, undefined);
    const target = parseTarget(
      '/moq/ring-00?strip=0&container=loc&container=vob&msf=00&version=moqt-18&token=T',
    );
    assert.deepEqual(target, {
      angle: 'ring-00',
      clean: true,
      containers: ['loc'],
      msf: '00',
      version: 'moqt-18',
      token: 'T',
    });
  });

  it('speaks what it is told to, by subprotocol or by SETUP', () => {
    assert.deepEqual(choose('moqt-16'), { subprotocols: ['moqt-16'], setup: undefined });
    assert.deepEqual(choose('moqt-14'), { subprotocols: [], setup: 0xff00_000e });
    assert.equal(choose('moqt-13'), undefined);
    assert.ok((choose(undefined)?.subprotocols.length ?? 0) > 5);
  });
});

describe('the throttle', () => {
  const bytesPerMs = 100;
  const open = new AbortController().signal;
  setMaxListeners(0, open);

  it('lets pass what the rate allows, a burst at once', async () => {
    const timetable = new TestTimetable(now);
    const rate = new RateLimit(timetable, () => bytesPerMs * 8);
    let passed = 0;
    for (let i = 0; i < 200; i += 1) void rate.take(1000, open).then(() => (passed += 1000));
    await Promise.resolve();
    assert.equal(passed, 100 * bytesPerMs);
    for (let ms = 0; ms < 500; ms += 1) {
      timetable.pass(1);
      await Promise.resolve();
    }
    assert.ok(Math.abs(passed - 600 * bytesPerMs) <= 2000, `${passed}`);
    rate.close();
    assert.equal(timetable.waiting, 0);
  });

  it('serves the newest first', async () => {
    const timetable = new TestTimetable(now);
    const rate = new RateLimit(timetable, () => bytesPerMs * 8);
    const order: number[] = [];
    await rate.take(100 * bytesPerMs, open);
    for (const one of [1, 2, 3]) void rate.take(1000, open).then(() => order.push(one));
    for (let ms = 0; ms < 100; ms += 1) {
      timetable.pass(1);
      await Promise.resolve();
    }
    assert.deepEqual(order, [3, 2, 1]);
  });

  it('lets everything pass when the fault ends, and nothing at rate 0', async () => {
    const timetable = new TestTimetable(now);
    let kbps = 0;
    const rate = new RateLimit(timetable, () => kbps);
    let passed = false;
    const taken = rate.take(1, open).then(() => (passed = true));
    timetable.pass(60_000);
    await Promise.resolve();
    assert.equal(passed, false);
    kbps = Infinity;
    rate.refresh();
    await taken;
  });

  it('forgets whoever gives up', async () => {
    const timetable = new TestTimetable(now);
    const rate = new RateLimit(timetable, () => 0);
    const giveUp = new AbortController();
    const taken = rate.take(1, giveUp.signal);
    giveUp.abort(new Error('late'));
    await assert.rejects(taken, /late/);
  });
});

describe('a group on its way', () => {
  /** A transport whose streams keep what is written; `stuck` ones take nothing. */
  function shaped({ kbps = Infinity, stuck = false } = {}) {
    const timetable = new TestTimetable(now);
    const written: Buffer[] = [];
    const sent: Uint8Array[] = [];
    let reset: unknown;
    const sink: UnderlyingSink<Uint8Array> = {
      write: (chunk, { signal }) => {
        if (stuck)
          return new Promise((_, reject) => {
            signal.addEventListener('abort', () => {
              reset = signal.reason;
              reject(signal.reason);
            });
          });
        written.push(Buffer.from(chunk));
        return undefined;
      },
    };
    const rate = new RateLimit(timetable, () => kbps);
    const transport = new ShapedTransport({
      transport: {
        protocol: '',
        closed: new Promise(() => {}),
        incomingUnidirectionalStreams: new ReadableStream(),
        incomingBidirectionalStreams: new ReadableStream(),
        createUnidirectionalStream: async () => new WritableStream(sink),
        createBidirectionalStream: () => Promise.reject(new Error('None here.')),
        close: () => {},
        abort: () => {},
      },
      agenda: timetable,
      rate,
      onSent: (chunk) => void sent.push(chunk),
    });
    return { transport, timetable, written, sent, reset: () => reset };
  }

  it('goes in one piece with what describes each object, and is told once it has gone', async () => {
    const { transport, written, sent } = shaped();
    const writer = (await transport.createUnidirectionalStream()).getWriter();
    const scratch = new Uint8Array(2);
    const objects = [Buffer.alloc(1000, 1), Buffer.alloc(500, 2)];
    for (const object of objects) {
      for (const byte of [object.byteLength >> 8, object.byteLength & 0xff]) {
        scratch.fill(byte);
        await writer.write(scratch);
      }
      await writer.write(object);
    }
    await writer.close();
    assert.deepEqual(
      written.map(({ byteLength }) => byteLength),
      [1004, 504],
    );
    assert.equal(written[0]?.subarray(0, 4).toString('hex'), '0303e8e8');
    for (const object of objects) assert.ok(sent.includes(object), 'the very chunk is told');
  });

  it('keeps its order however slowly it goes', async () => {
    const { transport, timetable, written } = shaped({ kbps: 80 });
    const writer = (await transport.createUnidirectionalStream()).getWriter();
    const chunks = [3, 200, 1, 1, 900, 20, 31, 32, 400, 2].map((length, i) => Buffer.alloc(length, i));
    const all = Promise.all([...chunks.map((chunk) => writer.write(chunk)), writer.close()]);
    let done = false;
    void all.then(() => (done = true));
    while (!done) {
      timetable.pass(1);
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.deepEqual(Buffer.concat(written), Buffer.concat(chunks));
  });

  it('is dropped when it does not get through', async () => {
    const { transport, timetable, reset } = shaped({ stuck: true });
    const writer = (await transport.createUnidirectionalStream()).getWriter();
    writer.closed.catch(() => {});
    const written = writer.write(Buffer.alloc(100));
    written.catch(() => {});
    await new Promise((resolve) => setImmediate(resolve));
    timetable.pass(1999);
    assert.equal(reset(), undefined);
    timetable.pass(1);
    await assert.rejects(written, /of the past/);
    assert.match(String(reset()), /of the past/);
  });

  it('is reset by whoever sends it though it is stuck', async () => {
    const { transport, reset } = shaped({ stuck: true });
    const writer = (await transport.createUnidirectionalStream()).getWriter();
    writer.closed.catch(() => {});
    writer.write(Buffer.alloc(100)).catch(() => {});
    await new Promise((resolve) => setImmediate(resolve));
    await writer.abort(new Error('enough'));
    assert.match(String(reset()), /enough/);
  });
});
