class Stopwatch {
  private readonly started = performance.now();

  elapsed = (): number => performance.now() - this.started;
}
