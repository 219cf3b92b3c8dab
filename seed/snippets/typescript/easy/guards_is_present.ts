function isPresent<Value>(value: Value | undefined): value is Value {
  return value !== undefined;
}
