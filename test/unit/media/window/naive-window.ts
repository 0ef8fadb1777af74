/** W3C MSE's coded frame processing without any cleverness: everything is looked at every time. */
import type { Sample } from '../../../../src/media/index.js';

interface Kept {
  readonly sample: Sample;
  readonly group: number;
}

export class NaiveWindow {
  kept: Kept[] = [];
  #group = 0;
  #run: { last: Sample; group: number; end: number } | undefined;
  #offered: { decodeTime: number; stride: number } | undefined;

  push(sample: Sample): void {
    const stride = this.#offered === undefined ? 0 : sample.decodeTime - this.#offered.decodeTime;
    if (this.#run !== undefined) {
      const limit = 2 * Math.max(this.#run.last.duration, this.#offered?.stride ?? 0);
      if (stride <= 0 || stride > limit) this.#run = undefined;
    }
    this.#offered = { decodeTime: sample.decodeTime, stride: Math.max(0, stride) };
    if (this.#run === undefined && !sample.key) return;
    const run = this.#run;
    const tolerance = Math.min(5, sample.duration / 4);
    const cleared = run?.end ?? sample.time;
    const from = sample.key ? Math.min(cleared, sample.time) : cleared;
    const end = sample.time + sample.duration;
    if (from < end) this.#remove(from - tolerance, end - tolerance, run?.group);
    const group = sample.key || run === undefined ? ++this.#group : run.group;
    this.kept.push({ sample, group });
    // Groups do not interleave: what came before ends where this one begins, its leading pictures included.
    const key = this.kept.find((one) => one.group === group)?.sample;
    const before = this.kept
      .filter((one) => one.sample.key && one.sample.time < (key?.time ?? 0))
      .sort((a, b) => b.sample.time - a.sample.time)[0];
    if (key !== undefined && before !== undefined && (sample.key || sample.time < key.time))
      this.#remove(sample.time - tolerance, Infinity, undefined, before.group);
    this.#run = { last: sample, group, end: Math.max(run?.end ?? -Infinity, sample.time + sample.duration) };
  }

  remove(from: number, to: number): void {
    this.#remove(from, to, undefined);
  }

  #remove(from: number, to: number, except: number | undefined, only?: number): void {
    const doomed = new Set<Kept>();
    for (const one of this.kept) {
      if (only !== undefined && one.group !== only) continue;
      if (one.group === except || one.sample.time < from || one.sample.time >= to) continue;
      const group = this.kept.filter((other) => other.group === one.group);
      for (const other of group.slice(group.indexOf(one))) doomed.add(other);
    }
    if ([...doomed].some(({ group }) => group === this.#run?.group)) this.#run = undefined;
    this.kept = this.kept.filter((one) => !doomed.has(one));
  }

  /** By time of showing: all but pictures that lead their key frame and have no group before them to refer to. */
  get shown(): Sample[] {
    return this.#groups()
      .flatMap(({ samples, from }) => samples.filter(({ time }) => time >= from))
      .sort((a, b) => a.time - b.time);
  }

  /** From the earliest to the latest picture shown of each group, joined where less than half a picture is missing beyond one. */
  get ranges(): [number, number][] {
    const ranges: [number, number][] = [];
    for (const { from, to, joined } of this.#groups()) {
      const last = ranges.at(-1);
      if (last !== undefined && joined) last[1] = Math.max(last[1], to);
      else ranges.push([from, to]);
    }
    return ranges;
  }

  #groups() {
    let before = -Infinity;
    return [...new Set(this.kept.map(({ group }) => group))]
      .map((group) => this.kept.filter((one) => one.group === group).map(({ sample }) => sample))
      .map((samples) => ({ samples, key: samples[0]?.time ?? NaN }))
      .sort((a, b) => a.key - b.key)
      .map(({ samples, key }) => {
        const earliest = Math.min(...samples.map(({ time }) => time));
        const to = Math.max(...samples.map(({ time, duration }) => time + duration));
        const joined = earliest - before <= 60.05;
        before = to;
        return { samples, from: joined ? earliest : key, to, joined };
      });
  }
}
