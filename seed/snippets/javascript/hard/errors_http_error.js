export class HttpError extends Error {
  constructor(response, options) {
    super(`${response.status} ${response.statusText}`.trim(), options);
    this.name = new.target.name;
    this.status = response.status;
  }

  get retryable() {
    return this.status === 429 || this.status >= 500;
  }

  static async check(response) {
    if (response.ok) return response;
    throw new HttpError(response, { cause: await response.text() });
  }
}
