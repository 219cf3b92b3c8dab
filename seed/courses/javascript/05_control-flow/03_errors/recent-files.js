const spinner = document.querySelector("#spinner");
try {
  spinner.hidden = false;
  const stored = localStorage.getItem("recent");
  const recent = JSON.parse(stored ?? "[]");
  console.log(`You opened ${recent.length} files`);
} catch (error) {
  console.error("The list is damaged:", error.message);
} finally {
  spinner.hidden = true;
}
