class Counter {
  private count = 0;

  next = (): number => ++this.count;
}
