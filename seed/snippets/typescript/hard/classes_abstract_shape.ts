abstract class Shape {
  abstract area(): number;

  isLargerThan(other: Shape): boolean {
    return this.area() > other.area();
  }
}

class Square extends Shape {
  constructor(readonly side: number) {
    super();
  }

  area = (): number => this.side ** 2;
}
