/** The browser's sound for a test: files, a sound clock, and who else is open. */

/** A sound that was begun. */
export class FakeSource {
  buffer: string | null = null;
  begin: number | null = null;
  isStopped = false;
  onended: (() => void) | null = null;

  connect(): void {}

  start(when: number): void {
    this.begin = when;
  }

  stop(): void {
    this.isStopped = true;
  }
}

/** A sound device that is begun with the page; what it is given is heard later. */
export class FakeAudioContext extends EventTarget {
  state = "suspended";
  outputLatency = 0.05;
  /** Whether the browser lets a page make sound. */
  isAllowed = true;
  knowsOutput = true;
  sources: FakeSource[] = [];

  get currentTime(): number {
    return performance.now() / 1000;
  }

  getOutputTimestamp(): object {
    return this.knowsOutput
      ? {
          contextTime: this.currentTime - this.outputLatency,
          performanceTime: performance.now(),
        }
      : { contextTime: 0, performanceTime: 0 };
  }

  async resume(): Promise<void> {
    if (!this.isAllowed) throw new Error("not from a tap");
    this.become("running");
  }

  become(state: string): void {
    this.state = state;
    this.dispatchEvent(new Event("statechange"));
  }

  async decodeAudioData(file: ArrayBuffer): Promise<string> {
    return new TextDecoder().decode(file);
  }

  createBufferSource(): FakeSource {
    const source = new FakeSource();
    this.sources.push(source);
    return source;
  }
}

/** A channel between the cards and pages of a browser. */
export class FakeChannel {
  static all = new Set<FakeChannel>();
  onmessage: ((event: { data: unknown }) => void) | null = null;

  constructor() {
    FakeChannel.all.add(this);
  }

  postMessage(data: unknown): void {
    for (const other of [...FakeChannel.all]) {
      if (other !== this) other.onmessage?.({ data });
    }
  }

  close(): void {
    FakeChannel.all.delete(this);
  }
}

/** Files by their address; each holds its address. */
export class FakeFiles {
  asked: string[] = [];
  missing = new Set<string>();
  /** How long the network takes. */
  seconds = 0;

  fetch = async (url: string): Promise<object> => {
    this.asked.push(url);
    await new Promise((resolve) => setTimeout(resolve, this.seconds * 1000));
    const file = new TextEncoder().encode(url).buffer;
    return {
      ok: !this.missing.has(url),
      status: 404,
      arrayBuffer: async () => file,
    };
  };
}
