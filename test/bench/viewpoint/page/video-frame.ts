import { fetchFile, putPicture } from './transfer.js';

/** Puts the picture that a recording in the store shows at a time into the store. */
export async function takeFrame(recording: string, seconds: number, key: string): Promise<void> {
  const video = document.createElement('video');
  const url = URL.createObjectURL(await fetchFile(recording));
  try {
    const sought = new Promise<void>((resolve, reject) => {
      video.addEventListener('seeked', () => resolve(), { once: true });
      video.addEventListener('error', () => reject(new Error(`${recording}: ${video.error?.message}`)), {
        once: true,
      });
    });
    video.muted = true;
    video.preload = 'auto';
    video.src = url;
    video.currentTime = seconds;
    await sought;
    const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('There is no 2D canvas here.');
    context.drawImage(video, 0, 0);
    await putPicture(key, context.getImageData(0, 0, canvas.width, canvas.height));
  } finally {
    video.removeAttribute('src');
    video.load();
    URL.revokeObjectURL(url);
  }
}
