try {
  JSON.parse("{");
} catch (error: unknown) {
  console.error(error instanceof Error ? error.message : error);
}
