class Shape {
  constructor(name) {
    this.name = name;
  }

  describe() {
    return `${this.name} with area ${this.area().toFixed(1)}`;
  }
}

class Circle extends Shape {
  constructor(radius) {
    super("circle");
    this.radius = radius;
  }

  area() {
    return Math.PI * this.radius ** 2;
  }
}
