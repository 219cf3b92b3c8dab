class Builder<Tag extends keyof HTMLElementTagNameMap> {
  readonly #element: HTMLElementTagNameMap[Tag];

  constructor(tag: Tag) {
    this.#element = document.createElement(tag);
  }

  set(props: Partial<HTMLElementTagNameMap[Tag]>): this {
    Object.assign(this.#element, props);
    return this;
  }

  build = (...children: (Node | string)[]) => {
    this.#element.append(...children);
    return this.#element;
  };
}
