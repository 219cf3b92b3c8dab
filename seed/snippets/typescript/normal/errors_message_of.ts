function messageOf(problem: unknown): string {
  if (problem instanceof Error) return problem.message;
  if (typeof problem === "string") return problem;
  return "Something went wrong";
}

console.error(messageOf(new Error("Disk full")));
