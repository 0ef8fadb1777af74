import Hls, { LoaderContextType } from 'hls.js';
import type {
  HlsConfig,
  Loader,
  LoaderCallbacks,
  LoaderConfiguration,
  LoaderContext,
  LoaderStats,
} from 'hls.js';
import type { ConnectContext, Purpose } from '../contract.js';
import { claimsTooManySamples } from '../run-guard.js';

const StockLoader = Hls.DefaultConfig.loader;

function purposeOf(context: LoaderContext): Purpose {
  if (context.type === LoaderContextType.KEY) return 'key';
  return context.responseType === 'arraybuffer' ? 'segment' : 'manifest';
}

/**
 * hls.js's own loader behind the request seam: every URL and header passes `prepareRequest`, and a 401 or 403 is tried once
 * more with fresh credentials before hls.js hears of it. `beforeManifest` sees each multivariant playlist first.
 */
export function seamLoader(
  prepare: ConnectContext['prepareRequest'],
  beforeManifest?: (playlist: string) => Promise<void>,
): HlsConfig['loader'] {
  return class SeamLoader implements Loader<LoaderContext> {
    context: LoaderContext | null = null;
    readonly #config: HlsConfig;
    #inner: Loader<LoaderContext>;
    #ended = false;

    constructor(config: HlsConfig) {
      this.#config = config;
      this.#inner = new StockLoader(config);
    }

    get stats(): LoaderStats {
      return this.#inner.stats;
    }

    load(
      context: LoaderContext,
      config: LoaderConfiguration,
      callbacks: LoaderCallbacks<LoaderContext>,
    ): void {
      this.context = context;
      void this.#attempt(context, config, callbacks, false);
    }

    abort(): void {
      this.#ended = true;
      this.#inner.abort();
    }

    destroy(): void {
      this.#ended = true;
      this.context = null;
      this.#inner.destroy();
    }

    getCacheAge(): number | null {
      return this.#inner.getCacheAge?.() ?? null;
    }

    getResponseHeader(name: string): string | null {
      return this.#inner.getResponseHeader?.(name) ?? null;
    }

    async #attempt(
      context: LoaderContext,
      config: LoaderConfiguration,
      callbacks: LoaderCallbacks<LoaderContext>,
      refresh: boolean,
    ): Promise<void> {
      const asked = context.url;
      const request = { url: asked, method: 'GET', headers: { ...context.headers } };
      try {
        const prepared = await prepare(request, purposeOf(context), { refresh });
        if (this.#ended) return;
        context.url = prepared.url;
        context.headers = prepared.headers;
      } catch (error) {
        if (this.#ended) return;
        callbacks.onError({ code: 0, text: String(error) }, context, null, this.stats);
        return;
      }
      this.#inner.load(context, config, {
        ...callbacks,
        onSuccess: (response, stats, loaded, details) => {
          const pass = () => callbacks.onSuccess(response, stats, loaded, details);
          const { data } = response;
          if (data instanceof ArrayBuffer && claimsTooManySamples(data)) {
            callbacks.onError(
              { code: 0, text: 'the segment claims more samples than it has bytes' },
              context,
              details,
              stats,
            );
            return;
          }
          if (
            beforeManifest === undefined ||
            context.type !== LoaderContextType.MANIFEST ||
            typeof data !== 'string'
          )
            pass();
          else
            void beforeManifest(data).then(() => {
              if (!this.#ended) pass();
            });
        },
        onError: (error, failed, details, stats) => {
          const refused = error.code === 401 || error.code === 403;
          if (!refused || refresh || this.#ended) return callbacks.onError(error, failed, details, stats);
          this.#inner.destroy();
          this.#inner = new StockLoader(this.#config);
          context.url = asked;
          void this.#attempt(context, config, callbacks, true);
        },
      });
    }
  };
}
