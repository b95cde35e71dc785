import { createHash } from "node:crypto";
import { type Interval, MarketFault } from "../../engine/mod.ts";
import type { BinanceProduct } from "./binance_product.ts";
import { CANDLES_PATH } from "./candle_wire.ts";
import { innermost } from "./innermost.ts";
import { pause } from "./pause.ts";

/** Where the archive is, and with how much patience it is asked. */
export interface BinanceArchiveOptions {
  readonly product: BinanceProduct;
  /** Another address than Binance's own, without a slash at the end. */
  readonly url?: string | undefined;
  /** The longest one attempt may take, ms. */
  readonly timeoutMs?: number | undefined;
  /** The wait before the second attempt, ms; it doubles each time. */
  readonly backoffMs?: number | undefined;
}

/** A file of the archive that its checksum fits. */
export interface ArchiveFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const ARCHIVE_URL = "https://data.binance.vision";
const TIMEOUT_MS = 120_000;
const BACKOFF_MS = 500;
const ATTEMPTS = 3;
/** A month of second candles of the busiest market is a third of this. */
const MOST_BYTES = 256 * 1024 * 1024;
/** `<sha256>  <name>`, as sha256sum prints it. */
const CHECKSUM_LINE = /^(?<sha256>[0-9a-fA-F]{64})[ \t]+\*?(?<name>\S+)\s*$/;

/** What became of one request; null: there is no such file. */
type Fetched = { readonly bytes: Uint8Array<ArrayBuffer> } | { readonly lost: string } | null;

/** Binance's archive of candles, a file a month or a day, each held against its checksum. Source: exchange-rules 8.5. */
export class BinanceArchive {
  readonly #product: BinanceProduct;
  readonly #url: string;
  readonly #options: { readonly timeoutMs: number; readonly backoffMs: number };

  constructor({ product, url = ARCHIVE_URL, timeoutMs, backoffMs }: BinanceArchiveOptions) {
    this.#product = product;
    this.#url = url;
    this.#options = { timeoutMs: timeoutMs ?? TIMEOUT_MS, backoffMs: backoffMs ?? BACKOFF_MS };
  }

  /**
   * The candles of a month (`2024-01`) or a day (`2024-01-02`); null where the archive has none of it. Throws a
   * MarketFault where it cannot be reached, or does not give the file that its checksum is of.
   */
  async candles(asset: string, interval: Interval, period: string): Promise<ArchiveFile | null> {
    const { archivePath, listing } = this.#product;
    const { symbol } = listing(asset);
    const every = period.length === "2024-01".length ? "monthly" : "daily";
    const name = `${symbol}-${interval}-${period}.zip`;
    const url = `${this.#url}/data/${archivePath}/${every}/${CANDLES_PATH}/${symbol}/${interval}/${name}`;
    for (let attempt = 1;; attempt++) {
      const got = await this.#verified(url, name);
      if (got === null) return null;
      if ("bytes" in got) return { name, bytes: got.bytes };
      if (attempt === ATTEMPTS) throw new MarketFault("unreachable", this.#line(name, got.lost));
      await pause(this.#options.backoffMs * 2 ** (attempt - 1));
    }
  }

  async #verified(url: string, name: string): Promise<Fetched> {
    const checksum = await this.#fetch(`${url}.CHECKSUM`, `${name}.CHECKSUM`);
    if (checksum === null || "lost" in checksum) return checksum;
    const line = CHECKSUM_LINE.exec(new TextDecoder().decode(checksum.bytes))?.groups;
    if (line?.name !== name) return { lost: "its checksum file has no line of it" };
    const file = await this.#fetch(url, name);
    if (file === null || "lost" in file) return file;
    const sha256 = createHash("sha256").update(file.bytes).digest("hex");
    const wanted = line.sha256.toLowerCase();
    if (sha256 === wanted) return file;
    return { lost: `found sha256 ${sha256} in ${file.bytes.length} bytes, wanted ${wanted}` };
  }

  async #fetch(url: string, name: string): Promise<Fetched> {
    const { timeoutMs } = this.#options;
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), timeoutMs);
    try {
      const response = await fetch(url, { signal: limit.signal });
      if (!response.ok) {
        await response.body?.cancel();
        return this.#refused(name, response.status);
      }
      const length = Number(response.headers.get("content-length") ?? 0);
      if (length > MOST_BYTES) {
        await response.body?.cancel();
        throw new MarketFault("refused", this.#line(name, `${length} bytes, more than ${MOST_BYTES}`));
      }
      return { bytes: new Uint8Array(await response.arrayBuffer()) };
    } catch (error) {
      if (error instanceof MarketFault) throw error;
      return {
        lost: limit.signal.aborted ? `not there within ${timeoutMs} ms` : innermost(error as Error).message,
      };
    } finally {
      clearTimeout(timer);
    }
  }

  #refused(name: string, status: number): Fetched {
    if (status === 404) return null;
    if (status >= 500 || status === 429 || status === 408) return { lost: `status ${status}` };
    throw new MarketFault("refused", this.#line(name, `status ${status}`));
  }

  #line(name: string, found: string): string {
    const host = new URL(this.#url).host;
    return `binance archive (${host}): ${name}: ${found}`.replaceAll(/\s+/g, " ").slice(0, 300);
  }
}
