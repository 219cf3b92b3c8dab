class Cart extends EventTarget {
  items = [];

  add(item) {
    this.items.push(item);
    this.dispatchEvent(new CustomEvent("change", { detail: item }));
  }
}

new Cart().addEventListener("change", ({ detail }) => console.log(detail));
