/** Pictures and depths from and to the stage's store. Pictures travel as RGB: nothing here has alpha. */

async function fetched(key: string): Promise<{ width: number; height: number; bytes: ArrayBuffer }> {
  const response = await fetch(`/data/${key}`);
  if (!response.ok) throw new Error(`the store has no ${key}`);
  const side = (name: string): number => Number(response.headers.get(name));
  return { width: side('x-width'), height: side('x-height'), bytes: await response.arrayBuffer() };
}

export const fetchFile = async (key: string): Promise<Blob> => new Blob([(await fetched(key)).bytes]);

async function put(key: string, width: number, height: number, body: BodyInit): Promise<void> {
  const headers = { 'x-width': String(width), 'x-height': String(height) };
  const response = await fetch(`/data/${key}`, { method: 'PUT', headers, body });
  if (!response.ok) throw new Error(`the store did not take ${key}: ${response.status}`);
}

export async function fetchPicture(key: string): Promise<ImageData> {
  const { width, height, bytes } = await fetched(key);
  const [rgb, picture] = [new Uint8Array(bytes), new ImageData(width, height)];
  const { data } = picture;
  for (let from = 0, to = 0; to < data.length; from += 3, to += 4) {
    data[to] = rgb[from]!;
    data[to + 1] = rgb[from + 1]!;
    data[to + 2] = rgb[from + 2]!;
    data[to + 3] = 255;
  }
  return picture;
}

export const fetchBitmap = async (key: string): Promise<ImageBitmap> =>
  createImageBitmap(await fetchPicture(key), { colorSpaceConversion: 'none', premultiplyAlpha: 'none' });

export const fetchDepth = async (key: string): Promise<Float32Array> =>
  new Float32Array((await fetched(key)).bytes);

export function putPicture(key: string, { width, height, data }: ImageData): Promise<void> {
  const rgb = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; to < rgb.length; from += 4, to += 3) {
    rgb[to] = data[from]!;
    rgb[to + 1] = data[from + 1]!;
    rgb[to + 2] = data[from + 2]!;
  }
  return put(key, width, height, rgb);
}

export const putDepth = (key: string, width: number, height: number, depth: Float32Array): Promise<void> =>
  put(key, width, height, new Blob([new Float32Array(depth)]));

export const putFile = (key: string, file: Blob): Promise<void> => put(key, 0, 0, file);
