export class ValidationError extends Error {
  name = "ValidationError";

  constructor(field, problem, options) {
    super(`${field} ${problem}`, options);
    this.field = field;
  }
}
