interface RetryOptions {
  tries?: number;
  delay?: (attempt: number) => number;
  signal?: AbortSignal;
  when?: (error: unknown) => boolean;
}

export async function retry<T>(
  task: (attempt: number) => Promise<T>,
  { tries = 4, delay = (n) => 2 ** n * 100, signal, when }: RetryOptions = {},
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    signal?.throwIfAborted();
    try {
      return await task(attempt);
    } catch (error) {
      if (attempt >= tries || when?.(error) === false) throw error;
      const pause = delay(attempt) * (0.5 + Math.random() / 2);
      await new Promise((wake) => setTimeout(wake, pause));
    }
  }
}
