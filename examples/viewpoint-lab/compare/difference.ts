/** What a made picture lacks against the true one. Pure. */

/** Decibels over red, green and blue together; Infinity for equal pictures. */
export function psnr(made: ImageData, truth: ImageData): number {
  let sum = 0;
  for (let at = 0; at < truth.data.length; at += 4)
    for (let channel = at; channel < at + 3; channel += 1)
      sum += ((made.data[channel] ?? 0) - (truth.data[channel] ?? 0)) ** 2;
  return 10 * Math.log10((255 ** 2 * (truth.data.length / 4) * 3) / sum);
}

/** The differences of the channels, enlarged: black where the pictures agree. */
export function difference(made: ImageData, truth: ImageData, gain: number): ImageData {
  const { width, height } = truth;
  const picture = new ImageData(width, height);
  for (let at = 0; at < truth.data.length; at += 4) {
    for (let channel = at; channel < at + 3; channel += 1)
      picture.data[channel] = Math.abs((made.data[channel] ?? 0) - (truth.data[channel] ?? 0)) * gain;
    picture.data[at + 3] = 255;
  }
  return picture;
}
