const response = await fetch("/api/health");
const report = await response.json();
document.title = report.healthy ? "All good" : "Trouble";
