type Download =
  | { state: "waiting" }
  | { state: "running"; percent: number }
  | { state: "failed"; error: Error };

function downloadLabel(download: Download): string {
  if (download.state === "failed") {
    return download.error.message;
  }
  return download.state === "running" ? `${download.percent}%` : "Soon";
}
