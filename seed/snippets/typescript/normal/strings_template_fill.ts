function fill(template: string, values: Record<string, string>): string {
  return template.replace(/\{(\w+)\}/g, (hole, name: string) => {
    return values[name] ?? hole;
  });
}

console.log(fill("Dear {name},", { name: "Ada" }));
