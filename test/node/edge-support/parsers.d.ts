/** What the tests use of two parsers that ship without types: those inside @videojs/http-streaming. */
declare module 'm3u8-parser' {
  export interface ParsedPart {
    uri: string;
    duration: number;
    independent?: boolean;
  }
  export interface ParsedSegment {
    uri?: string;
    duration: number;
    programDateTime: number;
    dateTimeString: string;
    map?: { uri: string };
    parts?: ParsedPart[];
    preloadHints?: { type: string; uri: string }[];
  }
  export interface ParsedManifest {
    version: number;
    targetDuration: number;
    mediaSequence: number;
    independentSegments: boolean;
    endList?: boolean;
    segments: ParsedSegment[];
    preloadSegment?: ParsedSegment;
    partInf?: { partTarget: number };
    serverControl?: Record<string, number | boolean>;
    skip?: { skippedSegments: number };
    renditionReports?: { uri: string; lastMsn: number; lastPart: number }[];
    playlists?: { uri: string; attributes: Record<string, unknown> }[];
    mediaGroups?: {
      AUDIO: Record<string, Record<string, { uri: string; default: boolean; autoselect: boolean }>>;
    };
  }
  export class Parser {
    manifest: ParsedManifest;
    on(event: 'warn' | 'info', listener: (event: { message: string }) => void): void;
    push(text: string): void;
    end(): void;
  }
}

declare module 'mpd-parser' {
  export interface ParsedSegment {
    number: number;
    uri: string;
    resolvedUri: string;
    duration: number;
    presentationTime: number;
    map: { resolvedUri: string };
  }
  export interface ParsedPlaylist {
    endList: boolean;
    attributes: Record<string, unknown>;
    segments: ParsedSegment[];
  }
  export interface ParsedMpd {
    minimumUpdatePeriod: number;
    suggestedPresentationDelay: number;
    playlists: ParsedPlaylist[];
    mediaGroups: { AUDIO: Record<string, Record<string, { playlists: ParsedPlaylist[]; default: boolean }>> };
  }
  export function parse(
    mpd: string,
    options: { manifestUri: string; NOW?: number; clientOffset?: number },
  ): ParsedMpd;
  export function parseUTCTiming(mpd: string): { method: string; value: string } | null;
}
