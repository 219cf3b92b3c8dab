export class LoginError extends Error {
  name = "LoginError";
  status = 401;
  retryable = false;
}
