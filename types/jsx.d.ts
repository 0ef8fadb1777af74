/**
 * The elements in JSX, for React 19, Preact and Solid: `import type {} from 'olympic-player/jsx'` once, anywhere.
 * Attributes are written as in HTML; functions and objects (`getToken`, `descriptor`) are set as properties through a ref,
 * which works the same in all three.
 */
import type {
  OlympicAngleStrip,
  OlympicEventMap,
  OlympicInspector,
  OlympicLatencyBadge,
  OlympicPlayer,
  OlympicVideo,
} from 'olympic-player';

/** The player's attributes. Boolean ones take what the framework writes for true and false. */
export interface OlympicVideoAttributes {
  src?: string;
  type?: 'event' | 'whep' | 'moq' | 'll-hls' | 'hls' | 'dash';
  angle?: string;
  /** Source types, separated by spaces, in order of preference. */
  transports?: string;
  decoder?: 'auto' | 'webcodecs' | 'native';
  /** Milliseconds. */
  'target-latency'?: number | string;
  'data-saver'?: 'auto' | 'on' | 'off';
  'worker-url'?: string;
  autoplay?: boolean;
  muted?: boolean;
  loop?: boolean;
  controls?: boolean;
  poster?: string;
  preload?: 'none' | 'metadata' | 'auto';
  playsinline?: boolean;
  crossorigin?: 'anonymous' | 'use-credentials';
}

export interface OlympicPlayerAttributes extends OlympicVideoAttributes {
  nocontrols?: boolean;
}

export interface OlympicWidgetAttributes {
  /** Id of the player. */
  for?: string;
}

/** `onanglechange` in React 19 and Preact, `on:anglechange` in Solid. */
export type OlympicEventHandlers = {
  [Name in keyof OlympicEventMap as `on${Name}` | `on:${Name}`]?: (event: OlympicEventMap[Name]) => void;
};

/** What every element takes, in the words of all three frameworks. */
export interface OlympicElementProps<T extends HTMLElement> {
  id?: string;
  class?: string;
  className?: string;
  style?: string | Readonly<Record<string, string | number | undefined>>;
  slot?: string;
  part?: string;
  lang?: string;
  dir?: 'ltr' | 'rtl' | 'auto';
  hidden?: boolean;
  title?: string;
  tabindex?: number;
  key?: string | number | bigint | null;
  ref?: T | { current: T | null } | ((element: T) => void) | ((element: T | null) => void) | null;
  children?: unknown;
}

/** The tags; augment another framework's `IntrinsicElements` with it as below. */
export interface OlympicElements {
  'olympic-player': OlympicPlayerAttributes & OlympicEventHandlers & OlympicElementProps<OlympicPlayer>;
  'olympic-video': OlympicVideoAttributes & OlympicEventHandlers & OlympicElementProps<OlympicVideo>;
  'olympic-angle-strip': OlympicWidgetAttributes & OlympicElementProps<OlympicAngleStrip>;
  'olympic-latency-badge': OlympicWidgetAttributes & OlympicElementProps<OlympicLatencyBadge>;
  'olympic-inspector': OlympicWidgetAttributes & OlympicElementProps<OlympicInspector>;
}

/* eslint-disable @typescript-eslint/ban-ts-comment, @typescript-eslint/no-empty-object-type --
   A page has one of the three frameworks: the compiler must not miss the other two, and merging is what these are for. */

// @ts-ignore
declare module 'react' {
  namespace JSX {
    interface IntrinsicElements extends OlympicElements {}
  }
}

// @ts-ignore
declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements extends OlympicElements {}
  }
}

// @ts-ignore
declare module 'solid-js/jsx-runtime' {
  namespace JSX {
    interface IntrinsicElements extends OlympicElements {}
  }
}
