import { expect } from '@open-wc/testing';
import { calibrationOf, labelOf, parseEvent } from '../../../src/event/index.js';
import { didYouMean } from '../../../src/event/did-you-mean.js';
import { small } from '../../fixtures/descriptors/small.js';

describe('labelOf', () => {
  const labels = { 'en-GB': 'Colour', 'zh-Hant': '彩色', fr: 'Couleur', pt: 'Cor' };

  it('takes the first of the viewer’s languages that has a text', () => {
    expect(labelOf(labels, ['de', 'fr', 'pt'])).to.equal('Couleur');
  });

  it('takes the general for the regional, and the regional for the general', () => {
    expect(labelOf(labels, ['zh-Hant-TW'])).to.equal('彩色');
    expect(labelOf(labels, ['pt-BR'])).to.equal('Cor');
    expect(labelOf(labels, ['zh'])).to.equal('彩色');
  });

  it('does not care for the case of tags', () => {
    expect(labelOf(labels, ['ZH-HANT'])).to.equal('彩色');
  });

  it('falls back to English, then to the first', () => {
    expect(labelOf(labels, ['ja'])).to.equal('Colour');
    expect(labelOf({ fr: 'Couleur', pt: 'Cor' }, ['ja'])).to.equal('Couleur');
    expect(labelOf({ fr: 'Couleur' }, [])).to.equal('Couleur');
  });

  it('has nothing to say where there is no text, whatever the language is called', () => {
    expect(labelOf(undefined, ['en'])).to.equal(undefined);
    expect(labelOf({}, ['constructor', '__proto__', ''])).to.equal(undefined);
  });
});

describe('calibrationOf', () => {
  const { event } = parseEvent(
    {
      ...small(),
      angles: small().angles.map((angle) =>
        angle.id === 'main' ? { ...angle, calibration: { ...small().rig.cameras[0], id: undefined } } : angle,
      ),
    },
    { baseUrl: 'https://live.example/' },
  );

  it('finds a camera of the rig, and one outside it', () => {
    expect(calibrationOf(event!, 'wide')?.translation).to.deep.equal([0, 1, 10]);
    expect(calibrationOf(event!, 'main')?.intrinsics.fx).to.equal(800);
  });

  it('has nothing for others', () => {
    expect(calibrationOf(event!, 'nowhere')).to.equal(undefined);
    expect(calibrationOf(event!, 'constructor')).to.equal(undefined);
  });
});

describe('didYouMean', () => {
  const words = ['whep', 'moq', 'll-hls', 'hls', 'dash', 'priority'];

  it('finds one slip in short words and a few in long ones', () => {
    expect(didYouMean('dahs', words)).to.equal('dash');
    expect(didYouMean('prioritty', words)).to.equal('priority');
    expect(didYouMean('PRIORTY', words)).to.equal('priority');
  });

  it('does not guess wildly', () => {
    expect(didYouMean('smoke', words)).to.equal(undefined);
    expect(didYouMean('x', words)).to.equal(undefined);
    expect(didYouMean('constructor', words)).to.equal(undefined);
    expect(didYouMean('w'.repeat(1e6), words)).to.equal(undefined);
  });
});
