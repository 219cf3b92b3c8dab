interface Comparable<Other> {
  compareTo(other: Other): number;
}

class Priority implements Comparable<Priority> {
  constructor(readonly level: number) {}

  compareTo(other: Priority): number {
    return other.level - this.level;
  }
}
