const body = JSON.stringify({ choice: "pizza" });
const response = await fetch("/vote", { method: "POST", body });
if (!response.ok) alert("Please vote again");
