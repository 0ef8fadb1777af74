/** A running edge and a client of it, for tests that speak real HTTP. */
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { Parser, type ParsedManifest } from 'm3u8-parser';
import type { Edge } from '../../../examples/edge/index.js';

export interface FaultRequest {
  readonly angle?: string;
  readonly transport?: string;
  readonly kind: string;
  readonly value?: number;
  readonly durationMs?: number;
}

export interface FaultAnswer extends Required<FaultRequest> {
  readonly id: string;
  readonly url: string;
  readonly endsAt: number;
}

export class EdgeClient {
  readonly edge: Edge;

  constructor(edge: Edge) {
    this.edge = edge;
  }

  get(path: string, init?: RequestInit): Promise<Response> {
    return fetch(new URL(path, this.edge.url), init);
  }

  async text(path: string): Promise<string> {
    const response = await this.get(path);
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.text();
  }

  async bytes(path: string): Promise<Uint8Array> {
    const response = await this.get(path);
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return new Uint8Array(await response.arrayBuffer());
  }

  async playlist(path: string): Promise<ParsedManifest> {
    return parsePlaylist(await this.text(path));
  }

  async fault(fault: FaultRequest): Promise<FaultAnswer> {
    const response = await this.get('/faults', { method: 'POST', body: JSON.stringify(fault) });
    if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`);
    return (await response.json()) as FaultAnswer;
  }

  async reset(): Promise<void> {
    await this.get('/faults', { method: 'DELETE' });
  }

  /** Media time of the live edge in whole milliseconds. */
  mediaMs(): number {
    return this.edge.clock.now() - this.edge.clock.startMs;
  }
}

/** Sends the path as it is written: fetch would tidy `..` away before the edge could see it. */
export function rawGet(
  edge: Edge,
  path: string,
  {
    method = 'GET',
    headers = {},
    body,
  }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<{ status: number; headers: IncomingHttpHeaders; text: string }> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port: edge.port, path, method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
      );
      response.on('error', reject);
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** @throws Error on anything the parser warns of */
export function parsePlaylist(text: string): ParsedManifest {
  const parser = new Parser();
  const warnings: string[] = [];
  parser.on('warn', ({ message }) => warnings.push(message));
  parser.push(text);
  parser.end();
  if (warnings.length > 0) throw new Error(warnings.join('\n'));
  return parser.manifest;
}
