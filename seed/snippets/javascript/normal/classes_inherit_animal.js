class Animal {
  constructor(name) {
    this.name = name;
  }
}

class Dog extends Animal {
  speak = () => `${this.name} says woof`;
}
