// @ts-check
/**
 * Server-sent events that are asked for with one's access token, which EventSource cannot send.
 *
 * Law: what follow() in live.js uses of EventSource is here, under the same names. It does not come back by itself.
 */

/** @typedef {(event: {data: string}) => void} Heard */

export class Stream {
  /** @param {(signal: AbortSignal) => Promise<Response>} ask */
  constructor(ask) {
    /** @type {number} */
    this.readyState = EventSource.CONNECTING;
    /** @type {(() => void) | null} */
    this.onopen = null;
    /** @type {(() => void) | null} */
    this.onerror = null;
    /** @type {Map<string, Heard>} by the event's name */
    this.heard = new Map();
    this.ending = new AbortController();
    this.#read(ask(this.ending.signal));
  }

  /** @param {string} name @param {Heard} heard */
  addEventListener(name, heard) {
    this.heard.set(name, heard);
  }

  get closed() {
    return this.ending.signal.aborted;
  }

  /** Also before it was answered. */
  close() {
    this.readyState = EventSource.CLOSED;
    this.ending.abort();
  }

  /** @param {Promise<Response>} asked */
  async #read(asked) {
    try {
      const { body } = await asked;
      if (!body || this.closed) return;
      this.readyState = EventSource.OPEN;
      this.onopen?.();
      await this.#listen(body.pipeThrough(new TextDecoderStream()).getReader());
    } catch {
      // refused, or the line broke: whoever follows tries again
    } finally {
      const was = this.closed;
      this.readyState = EventSource.CLOSED;
      if (!was) this.onerror?.();
    }
  }

  /** @param {ReadableStreamDefaultReader<string>} reader */
  async #listen(reader) {
    let rest = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const events = (rest + value).split('\n\n');
      rest = events.pop() ?? '';
      for (const event of events) if (!this.closed) this.#tell(event);
    }
  }

  /** @param {string} event its lines: `event: …` and `data: …`, among others */
  #tell(event) {
    const lines = event.split('\n');
    const of = (/** @type {string} */ name) =>
      lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2) ?? '';
    this.heard.get(of('event'))?.({ data: of('data') });
  }
}
