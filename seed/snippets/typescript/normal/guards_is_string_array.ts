function isStringArray(value: unknown): value is string[] {
  return (
    Array.isArray(value) && value.every((item) => typeof item === "string")
  );
}

const input: unknown = JSON.parse('["a", "b"]');
console.log(isStringArray(input) ? input.join() : "not a list");
