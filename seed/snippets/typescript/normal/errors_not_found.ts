class NotFoundError extends Error {
  override readonly name = "NotFoundError";

  constructor(resource: string, options?: ErrorOptions) {
    super(`There is no ${resource} here`, options);
  }
}
