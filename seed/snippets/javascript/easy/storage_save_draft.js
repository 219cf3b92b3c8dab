const draft = { title: "Trip notes", savedAt: Date.now() };
const text = JSON.stringify(draft);
sessionStorage.setItem("draft", text);
