class Stack {
  #items = [];

  push(item) {
    this.#items.push(item);
    return this;
  }

  pop = () => this.#items.pop();
}
