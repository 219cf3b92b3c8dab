const METHODS = ["GET", "PUT", "POST", "DELETE"] as const;
type Method = (typeof METHODS)[number];

function isMethod(text: string): text is Method {
  return METHODS.some((method) => method === text);
}

console.log(isMethod("PATCH"));
